using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of query plans: no listing and no learned wait reads or sorts a whole table.</summary>
public sealed class LearningPlanTests : LearningTestBase
{
    private const string IncidentSearch = "SEARCH marianne_incidents USING PRIMARY KEY (recovery_id=?) LEFT-JOIN";

    public static TheoryData<string?, string?, int?, string> OutcomeQueries { get; } = new()
    {
        { null, null, null, "marianne_outcomes" },
        { null, null, 3, "marianne_outcomes" },
        { null, "w", null, "marianne_outcomes_of_workspace" },
        { null, "w", 3, "marianne_outcomes_of_workspace" },
        { "j", null, null, "marianne_outcomes_of_job" },
        { "j", null, 3, "marianne_outcomes_of_job" },
        { "j", "w", null, "marianne_outcomes_of_job" },
        { "j", "w", 3, "marianne_outcomes_of_job" },
    };

    public static TheoryData<string?, string?, bool?, string> RecoveryQueries { get; } = new()
    {
        { null, null, null, "marianne_recoveries_by_time" },
        { null, "opus", true, "marianne_recoveries_by_time" },
        { "E101", null, null, "marianne_recoveries_of_code" },
        { "E101", "opus", null, "marianne_recoveries_of_code" },
        { "E101", null, true, "marianne_recoveries_of_code" },
        { "E101", "opus", false, "marianne_recoveries_of_code" },
    };

    [Theory]
    [MemberData(nameof(OutcomeQueries))]
    public async Task Outcomes_are_read_in_the_order_of_an_index(string? job, string? workspace, int? sheet, string index)
    {
        await OpenEmpty();
        using SqliteSession session = SqliteSession.Open(LearningPath);
        var query = new OutcomeQuery { JobHash = job, WorkspaceHash = workspace, SheetNumber = sheet };

        AssertPlan(OutcomeTable.Select(session, query, isLaterPage: false), index, job ?? workspace, isLaterPage: false);
        AssertPlan(OutcomeTable.Select(session, query, isLaterPage: true), index, job ?? workspace, isLaterPage: true);
    }

    [Theory]
    [MemberData(nameof(RecoveryQueries))]
    public async Task Recoveries_are_read_in_the_order_of_an_index(string? code, string? model, bool? recovered, string index)
    {
        await OpenEmpty();
        var query = new RecoveryQuery { ErrorCode = code, Model = model, Recovered = recovered };

        AssertPlan(RecoveryTable.Select(query, isLaterPage: false, hasIncidents: true), index, code, isLaterPage: false, IncidentSearch);
        AssertPlan(RecoveryTable.Select(query, isLaterPage: true, hasIncidents: true), index, code, isLaterPage: true, IncidentSearch);
    }

    [Theory]
    [InlineData(null, "SEARCH error_recoveries USING COVERING INDEX marianne_waits (error_code=?)")]
    [InlineData("opus", "SEARCH error_recoveries USING COVERING INDEX marianne_waits_of_model (error_code=? AND model=?)")]
    public async Task Waits_are_read_only_from_an_index(string? model, string plan)
    {
        await OpenEmpty();
        using SqliteSession session = SqliteSession.Open(LearningPath);

        List<string> steps = Plan(RecoveryTable.SelectWaits(session, model));
        Assert.Equal(plan, steps[0]);
        Assert.Equal("SCALAR SUBQUERY 1", steps[1]); // The count, once, from the roll-up.
        Assert.StartsWith("SEARCH marianne_recovery_counts USING PRIMARY KEY (error_code=?", steps[2], StringComparison.Ordinal);
        Assert.Equal("SCALAR SUBQUERY 2", steps[3]); // The count of those that were cleared.
        Assert.StartsWith("SEARCH marianne_cleared_recoveries USING PRIMARY KEY (error_code=?", steps[4], StringComparison.Ordinal);
        Assert.Equal(5, steps.Count);
    }

    [Theory]
    [InlineData(false, "SEARCH error_recoveries USING INDEX marianne_recoveries_of_code (error_code=?)")]
    [InlineData(true, "SEARCH error_recoveries USING INDEX marianne_recoveries_of_model (error_code=? AND model=?)")]
    public async Task A_wait_history_is_read_in_the_order_of_an_index(bool isOfModel, string search)
    {
        await OpenEmpty();

        List<string> steps = Plan(IncidentTable.SelectHistory(isOfModel, isOfService: false, exists: true));
        Assert.Equal(search, steps[1]); // The first step is the subquery itself. It has no sort, so it reads 200 rows.
        Assert.StartsWith("SCAN ", steps[2], StringComparison.Ordinal);
        Assert.Equal(IncidentSearch, steps[3]);
    }

    private void AssertPlan(string sql, string index, string? sought, bool isLaterPage, string? join = null)
    {
        List<string> steps = Plan(sql);
        Assert.Equal(join is null ? [] : [join], steps.Skip(1)); // A sort would be a step.
        string step = steps[0];
        string way = sought is null && !isLaterPage ? "SCAN" : "SEARCH";
        Assert.Matches($"^{way} \\w+ USING INDEX {index}( |$)", step);
        // The next page continues after the last row.
        Assert.Equal(isLaterPage, step.Contains("<expr><?", StringComparison.Ordinal));
    }

    private List<string> Plan(string sql)
    {
        using var plain = new PlainSqlite(LearningPath);
        return
        [
            .. plain.Rows($"EXPLAIN QUERY PLAN {sql}", "x", "x", "x", "x", 1, 1, 1)
                .Select(row => row[(row.IndexOf("detail ", StringComparison.Ordinal) + 7)..]),
        ];
    }
}
