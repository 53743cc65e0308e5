"""Alembic's door: migrations run on the connection that `samspil.store.desk.open.migrate` hands over."""

from alembic import context

from samspil.store.desk.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
