-- What a browser keeps of places, bookmarks, cookies and logins: terse, case-mixed, counted by triggers.
CREATE TABLE moz_origins ( id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL, frecency INTEGER NOT NULL, recalc_frecency INTEGER NOT NULL DEFAULT 0, UNIQUE (prefix, host) );
CREATE TABLE moz_places (   id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR, visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL, frecency INTEGER DEFAULT -1 NOT NULL, last_visit_date INTEGER , guid TEXT, foreign_count INTEGER DEFAULT 0 NOT NULL, url_hash INTEGER DEFAULT 0 NOT NULL , description TEXT, preview_image_url TEXT, site_name TEXT, origin_id INTEGER REFERENCES moz_origins(id), recalc_frecency INTEGER NOT NULL DEFAULT 0);
CREATE TABLE moz_historyvisits (  id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER, session INTEGER, source INTEGER DEFAULT 0 NOT NULL, triggeringPlaceId INTEGER);
CREATE TABLE moz_inputhistory (  place_id INTEGER NOT NULL, input LONGVARCHAR NOT NULL, use_count INTEGER, PRIMARY KEY (place_id, input));
CREATE TABLE moz_bookmarks (  id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER DEFAULT NULL, parent INTEGER, position INTEGER, title LONGVARCHAR, keyword_id INTEGER, folder_type TEXT, dateAdded INTEGER, lastModified INTEGER, guid TEXT, syncStatus INTEGER NOT NULL DEFAULT 0, syncChangeCounter INTEGER NOT NULL DEFAULT 1);
CREATE TABLE moz_bookmarks_deleted (  guid TEXT PRIMARY KEY, dateRemoved INTEGER NOT NULL DEFAULT 0);
CREATE TABLE moz_keywords (  id INTEGER PRIMARY KEY AUTOINCREMENT, keyword TEXT UNIQUE, place_id INTEGER, post_data TEXT);
CREATE TABLE moz_anno_attributes (  id INTEGER PRIMARY KEY, name VARCHAR(32) UNIQUE NOT NULL);
CREATE TABLE moz_annos (  id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL, anno_attribute_id INTEGER, content LONGVARCHAR, flags INTEGER DEFAULT 0, expiration INTEGER DEFAULT 0, type INTEGER DEFAULT 0, dateAdded INTEGER DEFAULT 0, lastModified INTEGER DEFAULT 0);
CREATE TABLE moz_meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID ;
CREATE TABLE moz_places_metadata ( id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL, referrer_place_id INTEGER, created_at INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL DEFAULT 0, total_view_time INTEGER NOT NULL DEFAULT 0, FOREIGN KEY (place_id) REFERENCES moz_places(id) ON DELETE CASCADE, FOREIGN KEY (referrer_place_id) REFERENCES moz_places(id) ON DELETE CASCADE, CHECK(place_id != referrer_place_id) );
CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER DEFAULT 0, CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes));
CREATE TABLE logins (origin_url VARCHAR NOT NULL,action_url VARCHAR,username_value VARCHAR,password_value BLOB,date_created INTEGER NOT NULL,blacklisted_by_user INTEGER NOT NULL,form_data BLOB,display_name VARCHAR,icon_url VARCHAR,id INTEGER PRIMARY KEY AUTOINCREMENT,UNIQUE (origin_url, username_value));
CREATE TABLE autofill (name VARCHAR, value VARCHAR, value_lower VARCHAR, date_created INTEGER DEFAULT 0, count INTEGER DEFAULT 1, PRIMARY KEY (name, value));
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE INDEX moz_places_hostindex ON moz_places (rev_host);
CREATE INDEX moz_places_url_hashindex ON moz_places (url_hash);
CREATE UNIQUE INDEX moz_places_guid_uniqueindex ON moz_places (guid);
CREATE INDEX moz_places_lastvisitdateindex ON moz_places (last_visit_date DESC);
CREATE INDEX moz_historyvisits_placedateindex ON moz_historyvisits (place_id, visit_date);
CREATE INDEX moz_bookmarks_parentindex ON moz_bookmarks (parent, position);
CREATE UNIQUE INDEX moz_bookmarks_guid_uniqueindex ON moz_bookmarks (guid);
CREATE UNIQUE INDEX moz_annos_placeattributeindex ON moz_annos (place_id, anno_attribute_id);
CREATE INDEX moz_cookies_partial ON moz_cookies (host, expiry) WHERE isSecure = 1 AND host IS NOT '';
CREATE INDEX autofill_name_value_lower ON autofill (name, value_lower COLLATE NOCASE);
CREATE INDEX logins_signon ON logins (lower(origin_url), length(password_value) DESC);
CREATE VIEW moz_hosts AS SELECT id, host, frecency, host || ifnull(':' || prefix, '') AS "host name" FROM moz_origins;
CREATE VIEW moz_tops AS SELECT h.host, count(*) n FROM moz_hosts h JOIN moz_places p ON p.origin_id = h.id GROUP BY 1 HAVING n > 1;
CREATE TRIGGER moz_places_afterinsert AFTER INSERT ON moz_places FOR EACH ROW WHEN NEW.url NOT NULL BEGIN
  -- origins are kept, never counted down here
  INSERT OR IGNORE INTO moz_origins (prefix, host, frecency) VALUES ('https://', NEW.rev_host, NEW.frecency);
  UPDATE moz_places SET origin_id = (SELECT id FROM moz_origins WHERE host = NEW.rev_host LIMIT 1) WHERE id = NEW.id;
END;
CREATE TRIGGER moz_historyvisits_afterinsert_v2_trigger AFTER INSERT ON moz_historyvisits FOR EACH ROW BEGIN
    UPDATE moz_places SET visit_count = visit_count + (SELECT NEW.visit_type NOT IN (0, 4, 7, 8, 9)), last_visit_date = MAX(IFNULL(last_visit_date, 0), NEW.visit_date) WHERE id = NEW.place_id;
END;
CREATE TRIGGER moz_bookmarks_foreign_count_afterupdate_trigger AFTER UPDATE OF fk, syncChangeCounter ON moz_bookmarks BEGIN
  UPDATE moz_places SET foreign_count = foreign_count + 1 WHERE OLD.fk <> NEW.fk AND id = NEW.fk;
  UPDATE moz_places SET foreign_count = foreign_count - 1 WHERE OLD.fk <> NEW.fk AND id = OLD.fk;
END;
CREATE TRIGGER moz_bookmarks_deleted_trigger BEFORE DELETE ON moz_bookmarks WHEN OLD.guid IS NOT NULL BEGIN INSERT OR REPLACE INTO moz_bookmarks_deleted (guid, dateRemoved) VALUES (OLD.guid, strftime('%s', 'now')); END;
CREATE TRIGGER [moz hosts write] INSTEAD OF DELETE ON moz_hosts BEGIN DELETE FROM moz_origins WHERE id = OLD.id; SELECT CASE WHEN changes() = 0 THEN RAISE(ABORT, 'no; such host') END; END;
INSERT INTO moz_places (id, url, rev_host, guid) VALUES (1, 'https://a.example', 'elpmaxe.a', 'g1'), (2, 'https://b.example', 'elpmaxe.b', 'g2'), (3, NULL, NULL, NULL);
INSERT INTO moz_historyvisits (id, place_id, visit_date, visit_type) VALUES (1, 1, 100, 1), (2, 1, 200, 4), (9, 2, 50, 1);
INSERT INTO moz_bookmarks (id, type, fk, parent, guid) VALUES (1, 1, 1, 0, 'b1'), (2, 2, NULL, 0, 'b2');
DELETE FROM moz_bookmarks WHERE id = 2;
INSERT INTO moz_keywords (keyword, place_id) VALUES ('k', 1), ('l', 2);
DELETE FROM moz_keywords WHERE keyword = 'l';
INSERT INTO moz_meta VALUES ('origin_frecency_count', 2), ('x', x'00ff'), ('y', 1.5);
INSERT INTO moz_places_metadata (place_id, referrer_place_id) VALUES (1, 2);
INSERT INTO logins VALUES ('o', NULL, 'u', x'0102', 1, 0, NULL, NULL, NULL, 7);
INSERT INTO meta VALUES ('version', '33');
ANALYZE;
