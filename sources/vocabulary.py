"""The adjectives of this room: closed lists a row may choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    """Who may ever see a row, from the narrowest up: the narrowest of a chain is its minimum."""

    INTERNAL = 0, _("internal: staff only")
    PARTNER = 1, _("partner: organisations with a key")
    PUBLIC = 2, _("public: everyone")


class OrganisationKind(models.TextChoices):
    NEWS = "news", _("news publisher")
    AGENCY = "agency", _("news agency")
    BROADCASTER = "broadcaster", _("broadcaster")
    AGGREGATOR = "aggregator", _("aggregator")
    SOCIAL = "social", _("social network")
    NGO = "ngo", _("non-governmental organisation")
    STATE_BODY = "state_body", _("state body")
    STATE_ENTERPRISE = "state_enterprise", _("state enterprise")
    COMPANY = "company", _("company")
    EMBASSY = "embassy", _("embassy")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
    POLITICAL = "political", _("political movement or team")
    PRIZE = "prize", _("prize or awarding body")
    OTHER = "other", _("other")


class DocumentKind(models.TextChoices):
    ARTICLE = "article", _("article")
    STATEMENT = "statement", _("statement")
    POST = "post", _("post on a social network")
    LIST = "list", _("list of persons")
    COURT = "court", _("court paper")
    LETTER = "letter", _("letter")
    REPORT = "report", _("report")
    OTHER = "other", _("other")


class DerivationKind(models.TextChoices):
    """How one document came out of another; all but *draws on* make the two one voice."""

    COPY = "copy", _("copy of")
    DIGEST = "digest", _("digest of")
    TRANSLATION = "translation", _("translation of")
    DRAWS_ON = "draws_on", _("draws on")


SAME_VOICE = (DerivationKind.COPY, DerivationKind.DIGEST, DerivationKind.TRANSLATION)
