"""Results of consultations: shown after closing, with the answers of few people suppressed."""

from datetime import date

from api.http.rate_limits import RateLimiter
from tests.support.consultations.builders import (
    create_consultation,
    link_secrets,
    set_today,
    smiley_answer,
    submit_answers,
)
from tests.support.dialogue_story import begin
from tests.support.evidence.addresses import evidence_path
from tests.support.observation_visit import errors_of, json_of
from tests.support.world import World

TEXT_ANSWER = {"key": "ord", "text": "Flere gynger"}


async def test_results_are_shown_after_closing_and_suppressed_for_few_people(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    for number in range(7):
        choices = [{"key": "sted", "choice": "ude"}] if number else []
        await submit_answers(world, secret, *([smiley_answer(5)] if number < 4 else []), *choices)
    [counting_input] = (await json_of(leader.get("/stakeholder-input")))["items"]
    path = f"/stakeholder-input/{counting_input['id']}"
    assert (counting_input["people_count"], (await json_of(leader.get(path)))["results"]) == (7, None)
    await json_of(leader.act(f"/consultations/{consultation['id']}/close"))
    results = (await json_of(leader.get(path)))["results"]
    assert [(result["key"], result["people"], result["mean"], result["withheld"]) for result in results] == [
        ("glad", None, None, True),
        ("sted", 6, None, False),
    ]
    assert [(choice["choice"], choice["people"]) for choice in results[1]["choices"]] == [
        ("ude", 6),
        ("inde", None),
    ] or ({choice["people"] for choice in results[1]["choices"]} == {None})
    response = await leader.patch(path, {"people_count": 70})
    assert errors_of(response) == (409, [("/people_count", "wrong-state")])
    answered = await json_of(leader.act(f"{path}/answer", {"answer": "Vi køber gynger"}))
    assert answered["answer"]
    assert answered["updated_at"] >= counting_input["updated_at"], "`updated_since` must not skip the change"


async def test_boards_and_administration_read_text_of_ten_people_or_more(world: World) -> None:
    leader, administration = await world.actor("leader", world.birk), await world.actor("administration")
    secret = (await link_secrets(leader, await create_consultation(leader, world.birk)))[str(world.birk), "child"]
    await submit_answers(world, secret, TEXT_ANSWER)
    for number in range(9):
        inputs = (await json_of(administration.get("/stakeholder-input")))["items"]
        [text_input] = [input_ for input_ in inputs if input_["question"]]
        assert (text_input["text"], text_input["text_withheld"], text_input["group_count"]) == (None, True, number + 1)
        await submit_answers(world, secret, smiley_answer(4))
    board = await world.actor("board_member", world.birk, body="parent_board")
    for actor in (administration, board):
        inputs = (await json_of(actor.get("/stakeholder-input")))["items"]
        assert [input_["text"] for input_ in inputs if input_["question"]] == ["Flere gynger"]


async def test_the_council_reads_statistics_by_question_of_closed_half_years(world: World) -> None:
    administration = await world.actor("administration")
    secrets = await link_secrets(administration, await create_consultation(administration))
    for number, institution_id in enumerate([world.birk, world.elm, world.oak, world.maple] * 3):
        choice = {"key": "sted", "choice": "ude" if number % 3 else "inde"}
        await submit_answers(
            world, secrets[str(institution_id), "child"], smiley_answer(1 + number % 5), choice, TEXT_ANSWER
        )
    for _ in range(3):
        await submit_answers(world, secrets[str(world.birk), "parent"], {"key": "sted", "choice": "ude"})
    set_today(date(2026, 7, 1))
    council, leader = await world.actor("council_member"), await world.actor("leader", world.birk)
    [half_year] = (await json_of(council.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    groups = {group["name"]: group for group in half_year["groups"]}
    smiley, place = groups["Er du glad for at gå i skole?"], groups["Hvor er du helst?"]
    assert (smiley["mean"], smiley["withheld"]) == (2.75, False)
    assert (smiley["people"], place["people"]) == (None, None), "the number would disclose the three parents"
    [voices] = (await json_of(council.get("/stakeholder-input/statistics?by=voice&from=2026H1")))["half_years"]
    assert {voice["key"]: voice["people"] for voice in voices["groups"]} == {"child": None, "parent": None}
    assert voices["people"] == 15
    [own] = (await json_of(leader.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    assert {group["mean"] for group in own["groups"]} == {None}, "three children of a school are too few"
    [districts] = (await json_of(council.get("/stakeholder-input/statistics?by=district&from=2026H1")))["half_years"]
    assert sum(district["inputs"] or 0 for district in districts["groups"]) <= 5, (
        "free text is not counted in addition to its author"
    )


async def test_consultation_answers_are_evidence_with_their_results(world: World) -> None:
    story = await begin(world)
    world.app.state.public_rate = RateLimiter(10_000, 60)
    consultation = await create_consultation(story.leader, world.birk)
    secret = (await link_secrets(story.leader, consultation))[str(world.birk), "child"]
    for _ in range(6):
        await submit_answers(world, secret, smiley_answer(4), TEXT_ANSWER)
    await json_of(story.leader.act(f"/consultations/{consultation['id']}/close"))
    pieces = (await json_of(story.leader.get(evidence_path(story))))["stakeholder_input"]
    [counting] = [piece for piece in pieces if piece["shown"]["results"]]
    assert (counting["shown"]["people_count"], counting["shown"]["results"][0]["mean"]) == (6, 4.0)
    assert len([piece for piece in pieces if piece["shown"]["question"]]) == 6
