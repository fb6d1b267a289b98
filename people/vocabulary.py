"""The adjectives of this room, in the terms of the field (HURIDOCS Events Standard Formats, ISO 15924)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class Script(models.TextChoices):
    """ISO 15924 codes of the scripts that names come in."""

    LATIN = "Latn", _("Latin")
    CYRILLIC = "Cyrl", _("Cyrillic")
    ARABIC = "Arab", _("Arabic")
    CHINESE = "Hani", _("Chinese")
    GREEK = "Grek", _("Greek")
    GEORGIAN = "Geor", _("Georgian")
    ARMENIAN = "Armn", _("Armenian")
    HEBREW = "Hebr", _("Hebrew")
    OTHER = "Zyyy", _("other or mixed")


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("official")
    BIRTH = "birth", _("at birth")
    ALIAS = "alias", _("alias")
    NICKNAME = "nickname", _("nickname")
    AS_PRINTED = "as_printed", _("as printed")
    MISSPELLING = "misspelling", _("misspelling beside the right form")


class RoleKind(models.TextChoices):
    OFFICE = "office", _("office held")
    OCCUPATION = "occupation", _("occupation")
    LABEL = "label", _("label given by a source")


class RelationshipKind(models.TextChoices):
    """What the *other* person is to the person."""

    SPOUSE = "spouse", _("spouse")
    PARENT = "parent", _("parent")
    CHILD = "child", _("child")
    SIBLING = "sibling", _("sibling")
    RELATIVE = "relative", _("other relative")
    FRIEND = "friend", _("friend")
    ALLY = "ally", _("political ally")
    WORKS_FOR = "works_for", _("works for (the other is the superior)")
    COLLEAGUE = "colleague", _("colleague or fellow activist")
    LAWYER = "lawyer", _("lawyer")


class RecognitionKind(models.TextChoices):
    POLITICAL_PRISONER = "political_prisoner", _("political prisoner")
    PRISONER_OF_CONSCIENCE = "prisoner_of_conscience", _("prisoner of conscience")
    ARBITRARY_DETENTION = "arbitrary_detention", _("arbitrary detention (UN Working Group)")
    AWARD = "award", _("award")
    OTHER = "other", _("other")


class RecognitionStatus(models.TextChoices):
    HELD = "held", _("held")
    PROPOSED = "proposed", _("proposed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    CITY = "city", _("city or town")
    FACILITY = "facility", _("prison or other facility")
    BORDER = "border", _("border crossing or stretch of border")
    EMBASSY = "embassy", _("embassy")


class DetentionForm(models.TextChoices):
    CUSTODY = "custody", _("custody before trial")
    ADMINISTRATIVE = "administrative", _("administrative arrest")
    PRISON = "prison", _("prison or penal colony")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    PSYCHIATRIC = "psychiatric", _("forced psychiatric treatment")
    DISAPPEARANCE = "disappearance", _("enforced disappearance")


class GroundSide(models.TextChoices):
    AUTHORITIES = "authorities", _("stated by the authorities")
    REPORTED = "reported", _("reported by others")


class Share(models.TextChoices):
    ALL = "all", _("all of them")
    MANY = "many", _("many of them")
    SOME = "some", _("some of them")


class ConditionKind(models.TextChoices):
    """Conditions of detention; after the Nelson Mandela Rules where they name them."""

    SOLITARY = "solitary", _("solitary confinement or isolation")
    INCOMMUNICADO = "incommunicado", _("no contact with the outside")
    NO_LETTERS = "no_letters", _("no letters")
    NO_CALLS = "no_calls", _("no telephone calls")
    NO_VISITS = "no_visits", _("no visits")
    NO_CARE = "no_care", _("medical care refused")
    ILL_TREATMENT = "ill_treatment", _("torture or ill-treatment")
    BLINDFOLD = "blindfold", _("blindfold")
    SHAVEN = "shaven", _("head shaven")
    HEALTH = "health", _("state of health")
    OTHER = "other", _("other")


class EventKind(models.TextChoices):
    RELEASE = "release", _("release of many")
    TALKS = "talks", _("talks")
    SANCTION = "sanction", _("sanctions decision")
    OTHER = "other", _("other")


class EventState(models.TextChoices):
    RUMOURED = "rumoured", _("rumoured")
    ANNOUNCED = "announced", _("announced")
    UNDER_WAY = "under_way", _("under way")
    COMPLETED = "completed", _("completed")
    PARTLY_REVERSED = "partly_reversed", _("partly reversed")


class Mode(models.TextChoices):
    """How custody ended."""

    PARDON = "pardon", _("pardon")
    EXCHANGE = "exchange", _("exchange of prisoners")
    DEAL = "deal", _("deal between states")
    TERM_SERVED = "term_served", _("term served")
    EARLY_RELEASE = "early_release", _("early or conditional release")
    AMNESTY = "amnesty", _("amnesty")
    ACQUITTAL = "acquittal", _("acquittal or case dropped")
    ESCAPE = "escape", _("escape")
    UNKNOWN = "unknown", _("unknown")


class Answer(models.TextChoices):
    """*Known to be not so* and *unknown* are values of their own."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


class Part(models.TextChoices):
    NEGOTIATOR = "negotiator", _("negotiator")
    MEDIATOR = "mediator", _("mediator")
    RELEASING = "releasing_authority", _("releasing authority")
    HAND_OVER = "hand_over_party", _("hand-over party")
    RECEIVING = "receiving_party", _("receiving party")
    CONFIRMING = "confirming", _("confirming")
    ANNOUNCING = "announcing", _("announcing")
    CREDITED = "credited", _("credited")
    PARTY = "party", _("party to the agreement")
    PARTICIPANT = "participant", _("took part")


class ConcessionAction(models.TextChoices):
    LIFTED = "lifted", _("lifted")
    IMPOSED = "imposed", _("imposed")
    KEPT = "kept", _("kept")


class Order(models.TextChoices):
    BEFORE = "before", _("before the release")
    AFTER = "after", _("after the release")
    UNKNOWN = "unknown", _("unknown")


class Progress(models.TextChoices):
    """How far something has come; a later report never contradicts an earlier one."""

    EXPECTED = "expected", _("expected")
    UNDER_WAY = "under_way", _("under way")
    REACHED = "reached", _("reached")


class Measure(models.TextChoices):
    RELEASED = "released", _("released")
    ARRIVED = "arrived", _("arrived")
    STILL_HELD = "still_held", _("still held")
    IMPRISONED = "imprisoned", _("imprisoned over the period")
    DEMANDED = "demanded", _("release demanded")


class Whom(models.TextChoices):
    EVERYONE = "everyone", _("everyone")
    FOREIGN = "foreign", _("foreign nationals")
    OWN = "own", _("own nationals")
    COUNTRY = "country", _("nationals of one country")


class Outcome(models.TextChoices):
    FREED = "freed", _("freed")
    REFUSED = "refused", _("refused to leave")
    RETURNED = "returned", _("returned to custody")
    DIED = "died", _("died")


class Stage(models.TextChoices):
    """The legs of the way out, in order."""

    SET_FREE = "set_free", _("set free")
    HAND_OVER = "hand_over", _("handed over")
    ARRIVAL = "arrival", _("arrival")
    ONWARD = "onward", _("onward journey")


class Basis(models.TextChoices):
    STATED = "stated", _("stated in these words")
    RESOLVED = "resolved", _("resolved from context")
    COMPUTED = "computed", _("computed from the passage")
    IMPLIED = "implied", _("implied")


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("accepted: supports the record")
    NOTED = "noted", _("noted: published as a claim, loose or contrary")
    REJECTED = "rejected", _("rejected: misread, never shown")


class Status(models.TextChoices):
    """What a person's episodes and releases amount to on a day; computed, never stored."""

    DETAINED = "detained", _("detained")
    LAST_KNOWN_DETAINED = "last_known_detained", _("last known detained")
    RELEASED = "released", _("released")
    DIED_IN_CUSTODY = "died_in_custody", _("died in custody")
    NOT_DETAINED = "not_detained", _("not detained")
    UNKNOWN = "unknown", _("unknown")


class Sameness(models.TextChoices):
    """Whether two records are one person's."""

    SAME = "same", _("same person")
    DIFFERENT = "different", _("different persons")
    UNSURE = "unsure", _("unsure")
