"""Examining the learner on a log: measures, what they would be by chance, and estimates beside the truth."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from kurzum.cli.commands import app
from kurzum.core.errors import Refused
from kurzum.feed.counterfactual import Slots
from kurzum.feed.examination import ExamConfig, Pupil, examine, gauc
from kurzum.feed.learner import Learner
from kurzum.feed.watch_log import BadLog, Log, LoggedClip, LoggedWatch, read
from parts.simulation import world as worlds
from parts.simulation.log import logged
from parts.simulation.watching import Watching

SMALL = worlds.Parameters(
    days=6, clips=400, clips_a_day=0, viewers=120, watches_a_day=12, topics=8, creators=40
)


@pytest.fixture(scope="module")
def zone() -> worlds.World:
    return worlds.make(SMALL)


@pytest.fixture(scope="module")
def log(zone: worlds.World) -> Log:
    return logged(zone, 6, among=6)


def test_it_knows_more_than_chance_and_asking_teaches_nothing(log: Log) -> None:
    config = ExamConfig(warm=0.5)
    found = examine(Pupil(log, config), config)
    assert found.watches == len(log.watches)
    assert found.page_gauc is not None
    assert found.page_gauc > 0.57  # .5 by chance
    assert found.taste_hr_5 is not None
    assert found.taste_hr_5 > 0.06  # .05 by chance
    assert found == examine(Pupil(log, config), config)
    asked, quiet = Pupil(log, config), Learner(config.learner, config.seed)
    examine(asked, config)
    for clip in range(len(log.clips)):
        traits = asked.learner.traits
        quiet.traits.put(
            clip, int(traits.creators[clip]), -1, traits.topics[clip][traits.topics[clip] >= 0].tolist(),
            log.clips[clip].duration_ms, log.clips[clip].published_ms,
        )  # fmt: skip
    for watch in asked.watches:
        quiet.learn(watch)
    clips = np.arange(len(log.clips))
    at_ms = log.watches[-1].at_ms
    for person in range(5):
        assert (quiet.score(person, clips, at_ms) == asked.learner.score(person, clips, at_ms)).all()


def test_estimates_hold_the_truth_of_the_simulated_zone(zone: worlds.World, log: Log) -> None:
    """What the learner's odds would really have earned is known here, slot by slot."""
    config, watching, truths = ExamConfig(warm=0.3), Watching(zone), []
    pupil = Pupil(log, config)
    slots = Slots(pupil, log.watches)

    def each(n: int) -> None:
        slots.take(n)
        one = log.watches[n]
        clips = np.array([pupil.number[clip] for clip in one.among], np.intp)
        scores = pupil.learner.score(pupil.watches[n].person, clips, one.at_ms).astype(np.float64)
        chance = np.exp(scores - scores.max())
        truth = 1 / (1 + np.exp(-watching.odds(int(one.person))[list(map(int, one.among))]))
        truths.append(float(chance / chance.sum() @ truth))

    examine(pupil, config, each=each)
    found = slots.answers(np.random.default_rng(1))
    assert found is not None
    assert found.slots == len(truths)
    answers = {one.target: one for one in found.answers}
    truth = float(np.mean(truths))
    assert truth > found.logged + 0.01, "the learner is better than lots"
    for by in answers["odds"].by.values():
        assert by.low <= truth <= by.high
    assert answers["log"].by["ips"].value == pytest.approx(found.logged)
    assert answers["best"].effective < answers["odds"].effective < found.slots


def test_gauc_is_told_within_groups() -> None:
    good = (np.array([True, False]), np.array([1.0, 0.0]))
    bad = (np.array([False, True, True]), np.array([2.0, 1.0, 1.0]))
    even = (np.array([True, False]), np.array([1.0, 1.0]))
    one_sided = (np.array([True, True]), np.array([1.0, 0.0]))
    assert gauc([good]) == 1
    assert gauc([bad]) == 0
    assert gauc([good, bad, one_sided]) == pytest.approx(2 / 5)
    assert gauc([even]) == 0.5
    assert gauc([one_sided]) is None


def written(log: Log, path: Path) -> Path:
    path.write_bytes(b"\n".join(msgspec.json.encode(one) for one in (*log.clips, *log.watches)))
    return path


def test_a_log_is_read_as_it_was_written(log: Log, tmp_path: Path) -> None:
    stranger = LoggedWatch(person="me", clip="nobody's", at_ms=1)
    path = written(Log(log.clips, [stranger, *log.watches[::-1]], 0), tmp_path / "log.jsonl")
    told: list[int] = []
    found = read(path, told.append)
    assert found.clips == log.clips
    assert [one.at_ms for one in found.watches] == [one.at_ms for one in log.watches]
    assert found.unknown == 1
    assert sum(told) == path.stat().st_size


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"not json", "line 2"),
        (b'{"kind": "watch", "person": 1}', "line 2"),
        (b'{"kind": "watch", "person": 1, "clip": 1, "at_ms": 1, "propensity": 0}', "propensity"),
    ],
)
def test_a_line_that_is_none_is_named(line: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(msgspec.json.encode(LoggedClip(clip=1)) + b"\n" + line + b"\n")
    with pytest.raises(BadLog, match=why):
        read(path)


def test_the_command_says_it_all(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(Log(log.clips, log.watches[:3_000], 0), tmp_path / "log.jsonl")
    app(["feed", "evaluate", str(path)], result_action="return_value")
    said = capsys.readouterr().out
    assert "3,000 watches" in said
    assert "page: long views before others" in said
    assert "doubly robust" in said
    app(["feed", "evaluate", str(path), "--json"], result_action="return_value")
    found = msgspec.json.decode(capsys.readouterr().out)
    assert found["examined"]["watches"] == 3_000
    assert [one["target"] for one in found["counterfactual"]["answers"]] == ["best", "odds", "rate", "log"]


def test_the_command_refuses_what_it_cannot_evaluate(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    for words in (["/no/such/log"], [str(empty)], [str(empty), "--warm", "1"]):
        with pytest.raises(Refused):
            app(["feed", "evaluate", *words], result_action="return_value")
