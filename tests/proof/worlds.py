"""Two worlds from one seed: A, and A with fifty hidden persons in it; both live the same published life, committed.

Built, edited and published at the same moments of a clock that stands still, with ids that follow from the seed. The
hidden are written before, between and after the visible, so that whatever goes by order of writing would show them.
"""

from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch

from accounts.keys import hash_of, token_of
from accounts.models import Partner, PartnerKey, User
from accounts.vocabulary import KeyAudience, Scope
from publication import actions, batches
from publication.subjects import subject_of
from publication.vocabulary import Kind
from tests.proof.clockwork import START, Clock, one_writer, seeded_ids
from tests.proof.hidden import BESIDES, Hidden, edit_the_secrets, let_them_touch_the_world, tell_of_secrets
from tests.proof.visible import Visible, edit_the_world, tell_of_persons, tell_of_the_world
from tests.publication.publishing import ACTOR, publish_everything

SEED = "volia"
PLENTY = 1_000_000
FEW = 7


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Tokens by what they may do; the same in every world."""

    partner: str
    public: str
    reading: str
    syncing: str
    once: str
    expired: str
    revoked: str
    inactive: str


@dataclass(frozen=True, kw_only=True)
class World:
    """What was written; ``hidden`` is None in world A."""

    visible: Visible
    hidden: Hidden | None
    keys: Keys


def build(*, clock: Clock, secretly: bool) -> World:
    """Write a world and publish it three times; ``secretly``: world B."""
    visible = Visible()
    hidden = Hidden(world=visible) if secretly else None
    keys = _keys()
    with one_writer():
        _write(visible, hidden)
    _publish(clock)
    clock.move_on(days=3)
    with one_writer():
        if hidden:
            with seeded_ids("secrets, third"):
                edit_the_secrets(hidden)
        with seeded_ids(f"{SEED} edits"):
            edit_the_world(visible)
    _publish(clock)
    clock.move_on(days=3)
    _acts_of_staff(visible)
    return World(visible=visible, hidden=hidden, keys=keys)


def _write(visible: Visible, hidden: Hidden | None) -> None:
    with seeded_ids(f"{SEED} world"):
        tell_of_the_world(visible, besides=BESIDES)
    if hidden:
        with seeded_ids("secrets, first"):
            tell_of_secrets(hidden)
    with seeded_ids(f"{SEED} persons"):
        tell_of_persons(visible)
    if hidden:
        with seeded_ids("secrets, second"):
            let_them_touch_the_world(hidden)


def _publish(clock: Clock) -> None:
    """In many batches, between which time passes: none is there, and none ends elsewhere, for anybody hidden."""
    with patch.dict(batches.SIZE, dict.fromkeys(Kind, FEW)):
        publish_everything(tell=lambda _what, _count: clock.move_on(seconds=1))


def _acts_of_staff(world: Visible) -> None:
    """Published, withdrawn and held one by one, as the desk does it."""
    subjects = [subject_of(person) for person in world.persons]
    actions.withdraw([subjects[31]], actor=ACTOR, reason="asked to")
    actions.place_hold([subjects[32], subject_of(world.events["by-2025-06-21"])], actor=ACTOR, reason="not yet")
    actions.lift_holds([subject_of(world.events["by-2025-06-21"])], actor=ACTOR)
    actions.publish([subject_of(world.events["by-2025-06-21"])], actor=ACTOR)
    actions.withdraw([subjects[33]], actor=ACTOR, reason="asked to")
    actions.publish([subjects[33]], actor=ACTOR)


def _keys() -> Keys:
    actor = User.objects.create(username="issuer")
    partner = Partner.objects.create(name="Friends of fables")
    gone = Partner.objects.create(name="Former friends", active=False)
    public = {"audience": KeyAudience.PUBLIC}
    past, revoked = {"expires": START - timedelta(days=1)}, {"revoked": START, "revoked_by": actor}
    return Keys(
        partner=_key("partner", actor, partner),
        public=_key("public", actor, partner, **public),
        reading=_key("reading", actor, partner, scopes=[Scope.READ.value]),
        syncing=_key("syncing", actor, partner, scopes=[Scope.SYNC.value]),
        once=_key("once", actor, partner, per_minute=1),
        expired=_key("expired", actor, partner, **past),
        revoked=_key("revoked", actor, partner, **revoked),
        inactive=_key("inactive", actor, gone),
    )


def _key(label: str, actor: User, partner: Partner, **values: object) -> str:
    """A key whose secret follows from its label, where ``issue_key`` would draw one."""
    key_id, secret = label.ljust(12, "a"), label.ljust(56, "b")
    given = {"per_minute": PLENTY, "expires": START + timedelta(days=365), **values}
    PartnerKey.objects.create(id=key_id, partner=partner, label=label, created_by=actor, hash=hash_of(secret), **given)
    return token_of(key_id, secret)
