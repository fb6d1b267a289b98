"""The one function by which a public request is let in: the key checked, the request counted, the position told.

It runs as the owner, so that the reader reaches keys and counts by it alone and never learns a hash.
"""

from typing import ClassVar

from django.db import migrations

ADMIT = """
CREATE FUNCTION admit(
  key_id text, key_hash bytea, address bytea, cost integer, anonymous_allowed integer,
  OUT audience smallint, OUT "position" bigint, OUT refusal text, OUT scopes text[],
  OUT allowed integer, OUT remaining integer, OUT reset integer
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- A key that holds is counted on its own row and never on its address, so that nobody can use up a partner's budget
-- from beside it. All else is counted on the address, refused keys too: who tries keys runs into 'busy' like anyone.
-- The hash is compared as it is: whoever asks cannot choose it without the pepper, so how long that takes tells
-- nothing, and the id, which is not secret, costs one look into an index whether it exists or not.
DECLARE
  -- Read once, or a row could be judged by two times. Not now(), which stands still in a transaction.
  moment timestamptz := clock_timestamp();
  charge integer := greatest(cost, 1);
  keyed boolean := coalesce(key_id, '') <> '';
  counted bytea := address;
  known record;
  held record;
BEGIN
  audience := 2; refusal := ''; scopes := '{}'; allowed := coalesce(anonymous_allowed, 0);
  IF keyed THEN
    SELECT k.id, k.audience, k.scopes, k.per_minute, k.last_used INTO known
    FROM public.accounts_partnerkey k JOIN public.accounts_partner p ON p.id = k.partner_id
    WHERE k.id = key_id AND k.hash = key_hash AND k.revoked IS NULL AND k.expires > moment AND p.active;
    IF FOUND THEN
      audience := known.audience; scopes := known.scopes; allowed := known.per_minute;
      counted := convert_to(known.id, 'UTF8');
    ELSE
      refusal := 'key';
    END IF;
  END IF;

  IF pg_is_in_recovery() THEN
    -- A replica can neither write nor read an unlogged table; its processes count for themselves.
    remaining := allowed; reset := 60;
  ELSE
    -- One statement decides and counts, under the lock of the caller's row. No row comes back when the budget does not
    -- allow it: what is refused is not counted, and a flood of it writes nothing.
    INSERT INTO public.accounts_throttle AS t (caller, since, used)
    SELECT counted, moment, charge WHERE charge <= allowed
    ON CONFLICT (caller) DO UPDATE SET
      since = CASE WHEN t.since <= moment - interval '1 minute' THEN moment ELSE t.since END,
      used = CASE WHEN t.since <= moment - interval '1 minute' THEN charge ELSE t.used + charge END
      WHERE t.since <= moment - interval '1 minute' OR t.used + charge <= allowed
    RETURNING t.since, t.used INTO held;
    IF NOT FOUND THEN
      refusal := 'busy';
      SELECT t.since, t.used INTO held FROM public.accounts_throttle t WHERE t.caller = counted;
    ELSIF held.since = moment THEN
      -- A new window pays for the room of old ones. What another call holds is left to that call.
      DELETE FROM public.accounts_throttle t WHERE t.caller = ANY (ARRAY(
        SELECT o.caller FROM public.accounts_throttle o WHERE o.since < moment - interval '10 minutes'
        LIMIT 50 FOR UPDATE SKIP LOCKED));
    END IF;
    remaining := greatest(allowed - coalesce(held.used, 0), 0);
    reset := least(greatest(ceil(extract(epoch FROM coalesce(held.since, moment) + interval '1 minute' - moment)), 1), 60);
  END IF;

  IF refusal <> '' THEN
    -- Nothing is published to audience 0: whoever forgets to look at the refusal reads nothing.
    audience := 0; "position" := 0; scopes := '{}';
    RETURN;
  END IF;
  IF keyed AND NOT pg_is_in_recovery() THEN
    IF known.last_used IS NULL OR known.last_used < moment - interval '1 hour' THEN
      -- Nobody waits for the staff's hand on this row; the next request writes it then.
      UPDATE public.accounts_partnerkey k SET last_used = moment WHERE k.id = ANY (ARRAY(
        SELECT o.id FROM public.accounts_partnerkey o WHERE o.id = known.id
        AND (o.last_used IS NULL OR o.last_used < moment - interval '1 hour') FOR NO KEY UPDATE SKIP LOCKED));
    END IF;
  END IF;
  SELECT c.position INTO "position" FROM public.publication_counter c WHERE c.audience = admit.audience;
  "position" := coalesce("position", 0);
END $$;

REVOKE EXECUTE ON FUNCTION admit(text, bytea, bytea, integer, integer) FROM PUBLIC, volia_staff;
GRANT EXECUTE ON FUNCTION admit(text, bytea, bytea, integer, integer) TO volia_reader;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_partners_and_keys"),
        ("publication", "0003_touched_by_the_record"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(ADMIT, reverse_sql="DROP FUNCTION admit(text, bytea, bytea, integer, integer)")
    ]
