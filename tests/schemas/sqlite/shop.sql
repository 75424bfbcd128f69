-- Chinook and Northwind, as they are handed round: brackets, spaces in names, every affinity, composite keys, views over views.
CREATE TABLE [Artist] ( [ArtistId] INTEGER NOT NULL, [Name] NVARCHAR(120), CONSTRAINT [PK_Artist] PRIMARY KEY ([ArtistId]) );
CREATE TABLE [Album] ( [AlbumId] INTEGER NOT NULL, [Title] NVARCHAR(160) NOT NULL, [ArtistId] INTEGER NOT NULL, CONSTRAINT [PK_Album] PRIMARY KEY ([AlbumId]), FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) ON DELETE NO ACTION ON UPDATE NO ACTION );
CREATE UNIQUE INDEX [IPK_Artist] ON [Artist]([ArtistId]);
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE TABLE "Categories"( -- what is sold
  "CategoryID" INTEGER PRIMARY KEY AUTOINCREMENT, "CategoryName" TEXT, /* a comment, with a comma, ) and ' in it */ "Description" TEXT, "Picture" BLOB );
CREATE TABLE "Products"( "ProductID" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "ProductName" TEXT NOT NULL, "CategoryID" INTEGER, "QuantityPerUnit" TEXT, "UnitPrice" NUMERIC DEFAULT 0, "UnitsInStock" INTEGER DEFAULT 0, "Discontinued" TEXT NOT NULL DEFAULT '0', CHECK ([UnitPrice]>=(0)), CHECK ([UnitsInStock]>=(0)), FOREIGN KEY ([CategoryID]) REFERENCES [Categories] ([CategoryID]) ON DELETE NO ACTION ON UPDATE NO ACTION );
CREATE TABLE [Orders]( [OrderID]INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, [CustomerID]TEXT, [OrderDate]DATETIME, [Freight]NUMERIC DEFAULT 0, [ShipName] VARYING CHARACTER(255) );
CREATE TABLE [Order Details]( [OrderID]INTEGER NOT NULL, [ProductID]INTEGER NOT NULL, [UnitPrice]NUMERIC NOT NULL DEFAULT 0, [Quantity]INTEGER NOT NULL DEFAULT 1, [Discount]REAL NOT NULL DEFAULT 0, PRIMARY KEY ("OrderID","ProductID"), CHECK ([Discount]>=(0) AND [Discount]<=(1)), CHECK ([Quantity]>(0)), CHECK ([UnitPrice]>=(0)), FOREIGN KEY ([OrderID]) REFERENCES [Orders] ([OrderID]) ON DELETE CASCADE, FOREIGN KEY ([ProductID]) REFERENCES [Products] ([ProductID]) );
CREATE TABLE "Order Notes" ( "OrderID" INT, "ProductID" INT, "Note ""quoted""" CLOB, "order" TINYINT, "größe" MEDIUMINT, `rate` UNSIGNED BIG INT DEFAULT 18446744073709551615, untyped, "any thing" NATIVE CHARACTER(70), flag BOOLEAN DEFAULT TRUE, ratio DOUBLE PRECISION DEFAULT -1.5e-3, price DECIMAL(10,5) DEFAULT (1 + 2), hex INT DEFAULT 0x1F, none TEXT DEFAULT NULL, made DATE DEFAULT CURRENT_DATE, at TIME DEFAULT CURRENT_TIME, FOREIGN KEY ("OrderID", "ProductID") REFERENCES "Order Details" ON UPDATE CASCADE, UNIQUE ("OrderID", "ProductID"), CONSTRAINT twice UNIQUE ("ProductID", "OrderID"), CHECK (1), CHECK (1) );
CREATE TABLE Employee ( id INTEGER PRIMARY KEY DESC, ReportsTo INTEGER REFERENCES Employee, extension TEXT CHECK (length(extension) = 4) CHECK (extension <> '0000'), badge TEXT UNIQUE UNIQUE, UNIQUE (badge) );
CREATE TABLE Territory ( id TEXT PRIMARY KEY DESC, region TEXT COLLATE BINARY, zip TEXT COLLATE RTRIM, UNIQUE (region COLLATE NOCASE, zip DESC) );
-- unmodeled: unique (region, zip) with a collation or direction of its own Territory
-- unmodeled: descending primary key on id Territory
CREATE TABLE old_list (a, b, c);
CREATE VIEW [Alphabetical list of products] AS SELECT Products.*, Categories.CategoryName FROM Categories INNER JOIN Products ON Categories.CategoryID = Products.CategoryID WHERE (((Products.Discontinued)=0));
CREATE VIEW [Order Subtotals] AS SELECT [Order Details].OrderID, Sum(([Order Details].UnitPrice*Quantity*(1-Discount)/100)*100) AS Subtotal FROM [Order Details] GROUP BY [Order Details].OrderID;
CREATE VIEW [Summary of Sales by Year] AS SELECT Orders.OrderDate, "Order Subtotals".Subtotal FROM Orders INNER JOIN "Order Subtotals" ON Orders.OrderID = "Order Subtotals".OrderID;
ALTER TABLE old_list ADD COLUMN d VARCHAR(10) NOT NULL DEFAULT 'x';
ALTER TABLE old_list RENAME COLUMN b TO "b b";
ALTER TABLE old_list RENAME TO "new list";
CREATE INDEX "by ""quote""" ON "new list" ("b b" COLLATE NOCASE, a + 1) WHERE "b b" > 'x' AND d <> '';
INSERT INTO Artist VALUES (1, 'AC/DC'), (2, NULL);
INSERT INTO Album VALUES (1, 'For Those', 1);
INSERT INTO Categories (CategoryName, Picture) VALUES ('Drinks', x'FF00'), ('x', NULL);
DELETE FROM Categories WHERE CategoryName = 'x';
INSERT INTO Products (ProductName, CategoryID, UnitPrice) VALUES ('Chai', 1, 18), ('Chang', 1, '19.5');
INSERT INTO Orders (CustomerID, OrderDate) VALUES ('VINET', '1996-07-04');
INSERT INTO "Order Details" VALUES (1, 1, 14, 12, 0), (1, 2, 9.8, 10, 0.15);
INSERT INTO "Order Notes" ("OrderID", "ProductID", untyped, "größe") VALUES (1, 1, x'01', 3), (NULL, NULL, 1.5, 'huge');
INSERT INTO Employee VALUES (5, NULL, '1234', 'a'), (3, 5, NULL, 'b');
INSERT INTO Territory VALUES ('t', 'R', 'z '), (NULL, NULL, NULL);
INSERT INTO "new list" VALUES (1, 'two', x'03', 'y'), ('1', NULL, NULL, 'z');
