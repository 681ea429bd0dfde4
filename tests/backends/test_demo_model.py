import json
import os
import subprocess
import sys

import pytest
from langchain_core.messages import HumanMessage

from mascot.backends.demo import DEMO_LABEL, DemoChatModel
from mascot.dialogue import REQUEST_KEY, Directive, DirectorRequest, SpeakerRequest
from tests.backends.demo_group import SUPPORT, scene


def prompt(request):
    return [HumanMessage("unread", additional_kwargs={REQUEST_KEY: request})]


@pytest.fixture
def spoken():
    return prompt(
        SpeakerRequest(
            scene=scene("My dog died."), persona=SUPPORT["anchor"], directive=Directive("anchor")
        )
    )


def test_the_label_says_that_it_is_no_language_model():
    assert "scripted" in DEMO_LABEL
    assert "not a language model" in DEMO_LABEL


def test_a_plain_chat_is_told_that_this_is_a_scripted_demo():
    answer = DemoChatModel().invoke("Hello?").content
    assert "scripted demo" in answer
    assert "MASCOT" in answer


def test_a_directive_is_json_with_a_speaker_first():
    answer = DemoChatModel().invoke(
        prompt(DirectorRequest(scene=scene("Hi"), eligible=SUPPORT.ids))
    )
    assert list(json.loads(answer.content)) == ["speaker", "reason", "action", "tone"]


def test_the_stream_is_word_by_word_and_adds_up(spoken):
    model = DemoChatModel()
    chunks = [chunk.content for chunk in model.stream(spoken) if chunk.content]
    text = model.invoke(spoken).content
    assert "".join(chunks) == text
    assert len(chunks) == len(text.split())


async def test_async_is_the_same(spoken):
    model = DemoChatModel()
    assert (await model.ainvoke(spoken)).content == model.invoke(spoken).content
    parts = [chunk.content async for chunk in model.astream(spoken)]
    assert "".join(parts) == model.invoke(spoken).content


def test_nothing_is_claimed_about_tokens(spoken):
    assert DemoChatModel().invoke(spoken).usage_metadata is None


def test_a_stop_word_ends_the_answer(spoken):
    whole = DemoChatModel().invoke(spoken).content
    word = whole.split()[2]
    assert DemoChatModel().invoke(spoken, stop=[word]).content == whole.split(word)[0]


def test_the_models_seed_counts_where_the_scene_has_none(spoken):
    said = {DemoChatModel(seed=n).invoke(spoken).content for n in range(8)}
    assert len(said) > 2


def test_it_is_the_same_in_another_process(spoken):
    code = (
        "from tests.backends.test_demo_model import prompt, SpeakerRequest, Directive, SUPPORT, scene, DemoChatModel\n"
        "request = SpeakerRequest(scene=scene('My dog died.'), persona=SUPPORT['anchor'], directive=Directive('anchor'))\n"
        "print(DemoChatModel().invoke(prompt(request)).content)"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True
    )
    assert done.stdout.strip() == DemoChatModel().invoke(spoken).content
