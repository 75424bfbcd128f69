-- unmodeled: virtual table note_fts
-- unmodeled: shadow table note_fts_config
-- unmodeled: shadow table note_fts_data
-- unmodeled: shadow table note_fts_docsize
-- unmodeled: shadow table note_fts_idx
-- unmodeled: virtual table place_index
-- unmodeled: shadow table place_index_node
-- unmodeled: shadow table place_index_parent
-- unmodeled: shadow table place_index_rowid
-- An app on a phone, as Room and its like make it: backquotes, full-text search kept by triggers, an rtree, STRICT tables.
CREATE TABLE android_metadata (locale TEXT);
CREATE TABLE room_master_table (id INTEGER PRIMARY KEY,identity_hash TEXT);
CREATE TABLE `notebook` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `name` TEXT NOT NULL COLLATE NOCASE, `colour` INTEGER NOT NULL DEFAULT 0xFF00AA, `parent_id` INTEGER, `created_at` INTEGER NOT NULL DEFAULT (strftime('%s','now')), FOREIGN KEY(`parent_id`) REFERENCES `notebook`(`id`) ON UPDATE NO ACTION ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE `note` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `notebook_id` INTEGER NOT NULL, `title` TEXT NOT NULL DEFAULT '', `body` TEXT, `pinned` INTEGER NOT NULL DEFAULT 0 CHECK (`pinned` IN (0, 1)), `updated_at` TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, word_count INTEGER GENERATED ALWAYS AS (length(`body`) - length(replace(`body`, ' ', '')) + 1) VIRTUAL, "group" TEXT AS (upper(substr(title, 1, 1))) STORED, FOREIGN KEY(`notebook_id`) REFERENCES `notebook`(`id`) ON DELETE CASCADE);
CREATE INDEX `index_note_notebook_id` ON `note` (`notebook_id`);
CREATE INDEX `index_note_pinned` ON `note` (`updated_at` DESC) WHERE `pinned` = 1;
CREATE UNIQUE INDEX `index_note_title` ON `note` (`notebook_id`, lower(`title`)) WHERE title <> '';
CREATE TABLE `tag` (`name` TEXT NOT NULL, `uses` INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(`name`)) STRICT, WITHOUT ROWID;
CREATE TABLE `note_tag` (`note_id` INTEGER NOT NULL, `tag` TEXT NOT NULL, PRIMARY KEY(`note_id`, `tag`), FOREIGN KEY(`note_id`) REFERENCES `note`(`id`) ON DELETE CASCADE, FOREIGN KEY(`tag`) REFERENCES `tag`(`name`) ON UPDATE CASCADE ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE `attachment` (`id` BLOB NOT NULL DEFAULT (randomblob(16)) PRIMARY KEY, `note_id` INTEGER NOT NULL REFERENCES note ON DELETE CASCADE, `mime` TEXT NOT NULL DEFAULT 'application/octet-stream', `size` INTEGER, `data` BLOB, `thumb` BLOB DEFAULT x'89504E47', `meta` ANY, CHECK (`size` IS NULL OR (`size` >= 0 AND `size` = length(`data`)))) STRICT;
CREATE TABLE place (id INTEGER PRIMARY KEY, note_id INTEGER REFERENCES note (id) ON DELETE SET NULL, name TEXT, lat REAL NOT NULL, lng REAL NOT NULL, CHECK (lat BETWEEN -90 AND 90), CHECK (lng BETWEEN -180.0 AND +180.0));
CREATE TABLE sync_state (device TEXT, entity TEXT, last_seq INTEGER DEFAULT -1, PRIMARY KEY (device, entity), UNIQUE (entity, device));
CREATE TABLE change_log (seq INTEGER PRIMARY KEY AUTOINCREMENT, entity TEXT NOT NULL, entity_id INTEGER, op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete')), at REAL NOT NULL DEFAULT (julianday('now')), payload TEXT DEFAULT '{"a": "it''s"}');
CREATE VIRTUAL TABLE note_fts USING fts5(title, body, content='note', content_rowid='id', tokenize="porter unicode61");
CREATE VIRTUAL TABLE place_index USING rtree(id, min_lat, max_lat, min_lng, max_lng);
CREATE TRIGGER note_ai AFTER INSERT ON note BEGIN
  INSERT INTO note_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
  INSERT INTO change_log (entity, entity_id, op) VALUES ('note', new.id, 'insert');
END;
CREATE TRIGGER note_ad AFTER DELETE ON note BEGIN
  INSERT INTO note_fts(note_fts, rowid, title, body) VALUES('delete', old.id, old.title, old.body);
  INSERT INTO change_log (entity, entity_id, op) VALUES ('note', old.id, 'delete');
END;
CREATE TRIGGER note_au AFTER UPDATE OF title, body ON note WHEN old.title IS NOT new.title OR old.body IS NOT new.body BEGIN
  INSERT INTO note_fts(note_fts, rowid, title, body) VALUES('delete', old.id, old.title, old.body);
  INSERT INTO note_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
  UPDATE note SET updated_at = datetime('now') WHERE id = new.id;
END;
CREATE TRIGGER place_ai AFTER INSERT ON place BEGIN INSERT INTO place_index VALUES (new.id, new.lat, new.lat, new.lng, new.lng); END;
CREATE TRIGGER place_ad AFTER DELETE ON place BEGIN DELETE FROM place_index WHERE id = old.id; END;
CREATE TRIGGER note_tag_ai AFTER INSERT ON note_tag BEGIN UPDATE tag SET uses = uses + 1 WHERE name = new.tag; END;
CREATE TRIGGER note_tag_ad AFTER DELETE ON note_tag BEGIN UPDATE tag SET uses = uses - 1 WHERE name = old.tag; END;
CREATE VIEW note_list AS SELECT n.id, n.title, n.word_count, b.name AS notebook, (SELECT group_concat(tag, ', ') FROM note_tag t WHERE t.note_id = n.id) AS tags FROM note n JOIN notebook b ON b.id = n.notebook_id;
CREATE VIEW pinned (id, title) AS SELECT id, title FROM note_list WHERE id IN (SELECT id FROM note WHERE pinned);
CREATE TRIGGER note_list_insert INSTEAD OF INSERT ON note_list BEGIN
  INSERT OR IGNORE INTO notebook (name) VALUES (new.notebook);
  INSERT INTO note (notebook_id, title) SELECT id, new.title FROM notebook WHERE name = new.notebook;
END;
CREATE TRIGGER note_list_update INSTEAD OF UPDATE OF title ON note_list BEGIN UPDATE note SET title = new.title WHERE id = old.id; END;
INSERT INTO android_metadata VALUES ('en_US');
INSERT INTO room_master_table VALUES (42, 'd41d8cd98f00b204e9800998ecf8427e');
INSERT INTO notebook (name) VALUES ('Home'), ('Work');
INSERT INTO note (notebook_id, title, body, pinned) VALUES (1, 'Milk', 'buy some milk', 1), (2, 'Plan', 'take over the world', 0), (1, 'gone', 'x', 0);
DELETE FROM note WHERE title = 'gone';
INSERT INTO tag (name) VALUES ('food'), ('evil');
INSERT INTO note_tag VALUES (1, 'food'), (2, 'evil');
INSERT INTO place (note_id, name, lat, lng) VALUES (1, 'shop', 52.5, 13.4);
INSERT INTO attachment (id, note_id, size, data, meta) VALUES (x'01', 1, 3, x'010203', 1.5), (x'02', 2, NULL, NULL, 'text');
INSERT INTO sync_state VALUES ('phone', 'note', 4), (NULL, NULL, NULL);
