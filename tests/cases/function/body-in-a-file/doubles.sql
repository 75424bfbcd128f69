select id, double(total) as total from orders;
