-- Uploads, clips, their states, renditions, reactions and totals. Locks nothing: all is new.

-- A file on its way, or waiting for its worker. How much of it has arrived is said by the staging folder alone.
CREATE TABLE clips.upload (
    person_id  uuid        NOT NULL,
    upload_id  uuid        NOT NULL,
    length     bigint      NOT NULL CHECK (length > 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, upload_id)
);
CREATE INDEX upload_by_expiry ON clips.upload (expires_at);

CREATE TABLE clips.clip (
    person_id         uuid        NOT NULL,
    clip_id           uuid        NOT NULL,
    upload_id         uuid        NOT NULL,
    state             text        NOT NULL CHECK (state IN ('drafted', 'scheduled', 'uploaded', 'probing',
                                  'encoding', 'published', 'rejected', 'withdrawn', 'removed', 'erased')),
    state_at          timestamptz NOT NULL,
    progress          real        NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    -- The run that may write to this clip; an older one that wakes up finds another id here and stops.
    run               uuid,
    tries             smallint    NOT NULL DEFAULT 0,
    backfill          boolean     NOT NULL DEFAULT false,
    visibility        text        NOT NULL CHECK (visibility IN ('public', 'friends', 'private')),
    market            text        NOT NULL,
    language          text        NOT NULL,
    edition_version   integer     NOT NULL,
    caption           text,
    colour            text,
    placeholder       text,
    -- Caption, colour and placeholder of a clip that is not for everybody, sealed under its owner's key.
    face              bytea,
    duration_ms       integer,
    width             integer,
    height            integer,
    created_at        timestamptz NOT NULL,
    published_at      timestamptz,
    rejection_code    text,
    rejection_message bytea,
    limit_id          uuid,
    PRIMARY KEY (person_id, clip_id),
    UNIQUE (person_id, upload_id),
    CHECK (visibility = 'public' OR (caption IS NULL AND colour IS NULL AND placeholder IS NULL)),
    CHECK (state <> 'removed' OR limit_id IS NOT NULL),
    CHECK (state <> 'rejected' OR rejection_code IS NOT NULL),
    CHECK (state <> 'published' OR (published_at IS NOT NULL AND duration_ms IS NOT NULL))
);
CREATE INDEX clip_by_id ON clips.clip (clip_id);
CREATE INDEX clip_fresh ON clips.clip (published_at DESC, clip_id DESC)
    WHERE state = 'published' AND visibility = 'public';
CREATE INDEX clip_in_work ON clips.clip (person_id) WHERE state IN ('uploaded', 'probing', 'encoding');

CREATE TABLE clips.state_change (
    person_id uuid        NOT NULL,
    clip_id   uuid        NOT NULL,
    number    smallint    NOT NULL,
    state     text        NOT NULL,
    cause     text        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (person_id, clip_id, number)
);

-- Every file of a clip: MP4s, HLS segments and playlists, the poster.
CREATE TABLE clips.rendition (
    person_id uuid    NOT NULL,
    clip_id   uuid    NOT NULL,
    digest    text    NOT NULL,
    name      text    NOT NULL,
    kind      text    NOT NULL CHECK (kind IN ('mp4', 'hls', 'playlist', 'segments', 'poster')),
    sealed    boolean NOT NULL,
    bytes     bigint  NOT NULL,
    width     integer NOT NULL,
    height    integer NOT NULL,
    bitrate   integer NOT NULL,
    codecs    text    NOT NULL,
    PRIMARY KEY (person_id, clip_id, digest),
    UNIQUE (person_id, clip_id, kind, name),
    FOREIGN KEY (person_id, clip_id) REFERENCES clips.clip
);
CREATE INDEX rendition_by_clip ON clips.rendition (clip_id);

CREATE TABLE clips.liked (
    pid     uuid NOT NULL,
    clip_id uuid NOT NULL,
    day     date NOT NULL,
    PRIMARY KEY (pid, clip_id)
);
CREATE INDEX liked_by_clip ON clips.liked (clip_id);

CREATE TABLE clips.saved (
    pid     uuid NOT NULL,
    clip_id uuid NOT NULL,
    day     date NOT NULL,
    PRIMARY KEY (pid, clip_id)
);
CREATE INDEX saved_by_clip ON clips.saved (clip_id);

CREATE TABLE clips.total (
    clip_id uuid   PRIMARY KEY,
    likes   bigint NOT NULL DEFAULT 0 CHECK (likes >= 0),
    saves   bigint NOT NULL DEFAULT 0 CHECK (saves >= 0),
    plays   bigint NOT NULL DEFAULT 0 CHECK (plays >= 0),
    shares  bigint NOT NULL DEFAULT 0 CHECK (shares >= 0)
);
