"""Migrations as Tortoise applies them, without making every model anew before every step.

Tortoise 1.1.9 renders all models once more to keep the state before each operation, and builds for
each what queries need. A step here replaces models and changes none, so the state before it is the
same models under the same names; and no migration asks the database by them.
"""

from __future__ import annotations

from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps


class _Apps(StateApps):
    def clone(self, model_states: dict[tuple[str, str], ModelState] | None = None) -> StateApps:
        made = type(self)(dict(self._default_connections), self._connections)
        made.apps = {label: dict(models) for label, models in self.apps.items()}
        return made

    def unregister_model(self, app_label: str, model_name: str) -> None:
        self.apps.get(app_label, {}).pop(model_name, None)

    def _build_initial_querysets(self) -> None:
        pass


class Executor(MigrationExecutor):
    """Applies what is missing."""

    async def _project_state(
        self, applied: set[MigrationKey], *, upto: MigrationKey | None = None
    ) -> State:
        state = State(models={}, apps=_Apps(dict.fromkeys(self.loader.apps_config, "default")))
        before = self._full_plan()
        if upto is not None:
            before = before[: before.index(upto)]
        for migration in (self.loader.graph.nodes[key] for key in before if key in applied):
            if migration is not None:
                await migration.apply(state, dry_run=True, schema_editor=None)
        return state
