"""The study: from a brief to a report, stage by stage. Start reading at research/study.py."""
