"""Answers to questions, and samples of a generator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio


def router(studio: Studio) -> APIRouter:
    """The routes of answers and of the generator."""
    routes = APIRouter()
    answers, generator = studio.services.answers, studio.services.generator

    @routes.post("/answer", tags=["answer"])
    def ask(asked: m.Question) -> m.Answered:
        """Answers that were read in the documents, with the passages that voted for them."""
        return m.Answered.model_validate(answers.ask(asked.question, asked.n, read=asked.read))

    @routes.get("/answer/documents", tags=["answer"])
    def documents() -> list[str]:
        """The names of the documents."""
        return answers.documents()

    @routes.post("/generate", tags=["generate"])
    def generate(asked: m.Sampling) -> m.Samples:
        """New samples; the same seed gives the same."""
        return m.Samples.model_validate(generator.sample(asked.n, asked.seed))

    return routes
