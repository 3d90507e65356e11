"""What anybody may download."""

from starlette.routing import BaseRoute, Route

from concejo.opendata import handlers

OUTCOME = "/{process}/outcome-{contest:row}.json"
ANALYSIS = "/{process}/analysis-{contest:row}.json"

routes: list[BaseRoute] = [
    Route("/", handlers.index, methods=["GET"], name="index"),
    Route("/processes.json", handlers.all_processes, methods=["GET"], name="processes"),
    Route("/{process}", handlers.process, methods=["GET"], name="process"),
    Route("/{process}/process.json", handlers.process_json, methods=["GET"], name="process_json"),
    Route("/{process}/proposals.json", handlers.proposals_json, methods=["GET"], name="proposals"),
    Route(
        "/{process}/proposals.csv", handlers.proposals_csv, methods=["GET"], name="proposals_csv"
    ),
    Route("/{process}/projects.csv", handlers.projects_csv, methods=["GET"], name="projects"),
    Route("/{process}/results.json", handlers.results_json, methods=["GET"], name="results"),
    Route(OUTCOME, handlers.outcome_json, methods=["GET"], name="outcome"),
    Route(ANALYSIS, handlers.analysis_json, methods=["GET"], name="analysis"),
]
