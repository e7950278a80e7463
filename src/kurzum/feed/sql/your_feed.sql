-- latest_pages: A viewer's last pages of any kind, the latest first.
SELECT sealed FROM feed.page WHERE pid = %(pid)s ORDER BY day DESC, page_id DESC LIMIT %(most)s
