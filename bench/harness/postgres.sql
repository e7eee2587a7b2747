-- The same job as accepting a whistle, in one function: place, duty, party, limits, explanation; ticket and entry.
CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE area (code text PRIMARY KEY, tier text NOT NULL, parent text NOT NULL);
CREATE TABLE grid (code text PRIMARY KEY, shape geometry(Geometry, 4326) NOT NULL);
CREATE INDEX ON grid USING gist (shape);
CREATE TABLE duty (duty text NOT NULL, area text NOT NULL, party text NOT NULL);
CREATE INDEX ON duty (duty, area);
CREATE TABLE category (number int PRIMARY KEY, code text NOT NULL, duty text NOT NULL);

-- Every grid with itself and all above it, the smallest first.
CREATE TABLE path (grid text NOT NULL, area text NOT NULL, height int NOT NULL, PRIMARY KEY (grid, height));
CREATE VIEW paths AS
  WITH RECURSIVE up(grid, area, height) AS (
    SELECT code, code, 0 FROM area WHERE tier = 'grid'
    UNION ALL
    SELECT up.grid, area.parent, up.height + 1 FROM up JOIN area ON area.code = up.area WHERE area.parent <> '')
  SELECT grid, area, height FROM up;

CREATE TABLE ticket (
  id bigint PRIMARY KEY, state int NOT NULL, category text NOT NULL, grid text, lead text NOT NULL, blower text NOT NULL,
  accepted timestamptz NOT NULL, ack_due timestamptz NOT NULL, resolve_due timestamptz NOT NULL, total_due timestamptz NOT NULL,
  client_key text UNIQUE NOT NULL, sealed bytea NOT NULL);
CREATE INDEX ON ticket (ack_due) WHERE state = 3;
CREATE TABLE entry (sequence bigint PRIMARY KEY, at timestamptz NOT NULL, ticket bigint NOT NULL, body jsonb NOT NULL);
CREATE SEQUENCE journal;

-- The sealed text is as long as the engine's row in the vault; a repeated key gets its first answer.
CREATE FUNCTION blow(client_key_ text, lat_e7 bigint, lon_e7 bigint, category_number int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  known bigint;
  number_ bigint;
  grid_ text;
  category_ text;
  duty_ text;
  lead_ text;
  now_ timestamptz := clock_timestamp();
BEGIN
  SELECT id INTO known FROM ticket WHERE ticket.client_key = client_key_;
  IF known IS NOT NULL THEN RETURN known; END IF;
  SELECT code INTO grid_ FROM grid
    WHERE ST_Covers(shape, ST_SetSRID(ST_MakePoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326)) ORDER BY code LIMIT 1;
  SELECT category.code, category.duty INTO category_, duty_ FROM category WHERE category.number = category_number;
  SELECT duty.party INTO lead_ FROM path JOIN duty ON duty.area = path.area AND duty.duty = duty_
    WHERE path.grid = grid_ ORDER BY path.height LIMIT 1;
  lead_ := coalesce(lead_, 'DESK');
  number_ := nextval('journal');
  INSERT INTO ticket VALUES (number_, 3, category_, grid_, lead_, 'intake-app', now_, now_ + interval '2 hours',
    now_ + interval '5 days', now_ + interval '15 days', client_key_, decode(repeat('5a', 300), 'hex'));
  INSERT INTO entry VALUES (number_, now_, number_, jsonb_build_object('actor', 'intake-app', 'key', client_key_,
    'command', jsonb_build_object('category', category_, 'lat', lat_e7, 'lon', lon_e7),
    'events', jsonb_build_array(jsonb_build_object('blown', grid_), jsonb_build_object('dispatched', lead_, 'rule', duty_),
      jsonb_build_object('clock', 'ack', 'due', now_ + interval '2 hours'),
      jsonb_build_object('clock', 'resolve', 'due', now_ + interval '5 days'),
      jsonb_build_object('clock', 'total', 'due', now_ + interval '15 days'))));
  RETURN number_;
END $$;

CREATE FUNCTION blow_many(many int, lat_e7 bigint, lon_e7 bigint, category_number int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
BEGIN
  FOR i IN 1..many LOOP
    last := blow(gen_random_uuid()::text, lat_e7 + i, lon_e7 + i, category_number);
  END LOOP;
  RETURN last;
END $$;
