using Marianne.Waits;

namespace Marianne.Storage.Relational;

/// <summary>What the tables of a learning store are called, as far as records are cleared.</summary>
/// <param name="Outcomes">The table of outcomes.</param>
/// <param name="Success">The condition of an outcome that succeeded without a retry.</param>
/// <param name="OldOutcomes">The condition of outcomes that were recorded before <c>@1</c>.</param>
/// <param name="Recoveries">The table of recoveries.</param>
/// <param name="Incidents">The table of the incidents of recoveries, if it is another one that the store has.</param>
/// <param name="Service">The expression of a recovery's service.</param>
/// <param name="Recovered">The condition of a recovery that succeeded.</param>
/// <param name="OldRecoveries">The condition of recoveries that were recorded before <c>@1</c>.</param>
internal sealed record LearningTables(
    string Outcomes,
    string Success,
    string OldOutcomes,
    string Recoveries,
    string? Incidents,
    string Service,
    string Recovered,
    string OldRecoveries)
{
    private string Group => $"r.error_code, r.model, {Service}";

    private string Join => Incidents is null ? "" : $"LEFT JOIN main.{Incidents} AS i ON i.recovery_id = r.id";

    /// <summary>
    /// Returns a query of the recoveries that can be cleared: not the newest ones of their code, model and service, from which waits are
    /// estimated, and not the newest successful ones, from which the formula of other implementations learns.
    /// </summary>
    /// <param name="columns">The columns. <c>r</c> are the recoveries.</param>
    public string ClearableRecoveries(string columns) =>
        $"""
        SELECT {columns} FROM (
            SELECT r.*,
                row_number() OVER (PARTITION BY {Group} ORDER BY r.recorded_at DESC, r.rowid DESC) AS place,
                row_number() OVER (PARTITION BY {Group}, {Recovered} ORDER BY r.recorded_at DESC, r.actual_wait DESC) AS success_place
            FROM main.{Recoveries} AS r {Join}
        ) AS r
        WHERE place > {WaitHistory.MaximumRows} AND (NOT ({Recovered}) OR success_place > {WaitSamples.MostRecent}) AND {OldRecoveries}
        """;
}
