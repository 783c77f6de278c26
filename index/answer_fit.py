"""Does what was said fit what was asked? Answers judged by their own words alone, whatever the question was.

Somebody asked about snacks may talk of house prices. The matches learnt so far label the answers; a classifier that
sees only answers, and never the one it judges (cross-validation), says how much an answer is like the others'.
"""

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from index.relevance import Probabilities

FOLDS = 5
_SURE = 0.5


def fit_of_answers(answers: csr_matrix, chances: Probabilities, *, seed: int = 0) -> Probabilities:
    """P(these words answer that question), shape of `chances`; 1 where too few matches exist to judge by.

    answers   shape (candidates, features): the answers' words and vectors
    chances   shape (candidates, questions): P that the candidate answers the question, asked and said together
    """
    questions = chances.shape[1]
    labels = np.where(chances.max(axis=1) >= _SURE, chances.argmax(axis=1), questions)
    found, sizes = np.unique(labels, return_counts=True)
    fits = np.ones_like(chances)
    if len(found) < 2 or sizes.min() < FOLDS:
        return fits
    model = LogisticRegression(C=5, max_iter=200, tol=1e-3, class_weight="balanced", random_state=seed)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    judged = cross_val_predict(model, answers, labels, cv=folds, method="predict_proba")
    for column, label in enumerate(found):
        if label < questions:
            fits[:, label] = judged[:, column]
    return fits
