"""Errors that are told to the person in one line and a hint, instead of a stack trace."""


class TrainingError(Exception):
    def __init__(self, message, hint):
        super().__init__(message)
        self.hint = hint
