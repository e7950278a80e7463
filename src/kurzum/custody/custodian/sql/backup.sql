-- Of a copy of the custodian's store.

-- key_ids: Under which epochs it is sealed: bytes 2 to 17 of the sealed form.
SELECT substr(sealed, 2, 16) FROM record UNION SELECT substr(value, 2, 16) FROM meta WHERE name = 'tag_key';

-- people: How many records there are.
SELECT count(*) FROM record;

-- destroyed: How many hashes of the destroyed are kept: two of most.
SELECT count(*) FROM destroyed;
