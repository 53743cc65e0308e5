"""A review as somebody published it becomes a `PublishedReview`: tables, rows and claims of an article (docs/published-reviews.md). The door is `read.read_article`."""
