using Marianne.Jobs;
using Marianne.Learning;
using Xunit;

namespace Marianne.Core.Tests.Learning;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(1, 0, false, 1)]
    [InlineData(1, 0, true, 1)]
    [InlineData(0.8, 0, true, 0.9)]
    [InlineData(0.95, 0, true, 1)]
    [InlineData(0.8, 2, false, 0.6)]
    [InlineData(0.8, 5, false, 0.3)]
    [InlineData(0.8, 6, false, 0.3)]
    [InlineData(0.8, int.MaxValue, true, 0.4)]
    [InlineData(0.3, 5, false, 0)]
    [InlineData(0, 0, false, 0)]
    [InlineData(0, 3, true, 0)]
    public void Confidence_falls_with_retries_and_rises_with_a_success_at_the_first_attempt(
        double passRate, int retries, bool successWithoutRetry, double confidence) =>
        Assert.Equal(confidence, OutcomeConfidence.Of(passRate, retries, successWithoutRetry), 1e-12);

    [Theory]
    [InlineData("nightly-sheet12", 12)]
    [InlineData("nightly-12", 12)]
    [InlineData("12", 12)]
    [InlineData("sheet007", 7)]
    [InlineData("12-sheet", 0)]
    [InlineData("nightly", 0)]
    [InlineData("", 0)]
    [InlineData("sheet٣", 0)]
    [InlineData("sheet99999999999", 0)]
    public void The_sheets_number_is_at_the_end_of_its_id(string sheetId, int number) =>
        Assert.Equal(number, OutcomeReport.SheetNumberOf(sheetId));

    [Fact]
    public void A_report_becomes_an_outcome_without_names_and_paths()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        LearnedOutcome outcome = (Report with { Status = SheetStatus.InProgress }).ToOutcome("id", now);

        Assert.Equal("id", outcome.Id);
        Assert.Equal(now, outcome.CompletedAt);
        Assert.Equal("in_progress", outcome.Status);
        Assert.Equal(LearningHash.OfJob("nightly"), outcome.JobHash);
        Assert.Equal(LearningHash.OfWorkspace("/work"), outcome.WorkspaceHash);
    }

    [Theory]
    [InlineData(SheetStatus.Completed, 0, true)]
    [InlineData(SheetStatus.Completed, 1, false)]
    [InlineData(SheetStatus.Failed, 0, false)]
    public void A_completed_sheet_without_retries_succeeded_at_the_first_attempt(SheetStatus status, int retries, bool expected)
    {
        OutcomeReport report = Report with { Status = status, RetryCount = retries };

        Assert.Equal(expected, report.SuccessWithoutRetry);
        Assert.Equal(!expected, (report with { SuccessWithoutRetry = !expected }).SuccessWithoutRetry);
    }

    [Fact]
    public void Values_out_of_range_are_rejected()
    {
        LearningValidator.Check(Report);
        LearningValidator.Check(Report with { ValidationPassRate = 0, ErrorCodes = ["E1"], Model = "m" });

        IsRejected(Report with { ValidationPassRate = -0.001 });
        IsRejected(Report with { ValidationPassRate = 1.001 });
        IsRejected(Report with { ValidationPassRate = double.NaN });
        IsRejected(Report with { RetryCount = -1 });
        IsRejected(Report with { Duration = TimeSpan.FromTicks(-1) });
        IsRejected(Report with { JobId = "" });
        IsRejected(Report with { SheetId = "" });
        IsRejected(Report with { WorkspacePath = "" });
        IsRejected(Report with { Status = SheetStatus.Unknown });
        IsRejected(Report with { ErrorCodes = ["E1", " "] });
        IsRejected(Report with { ErrorCodes = ["E\n1"] });
        IsRejected(Report with { Model = new string('m', LearningValidator.MaximumNameLength + 1) });
    }

    [Fact]
    public void A_rate_limit_expires_after_four_fifths_of_its_duration()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        Assert.Equal(now.AddSeconds(80), LearnedRateLimit.Expiry(now, TimeSpan.FromSeconds(100)));
    }

    private static OutcomeReport Report { get; } = new() { SheetId = "nightly-1", JobId = "nightly", WorkspacePath = "/work" };

    private static void IsRejected(OutcomeReport report)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => LearningValidator.Check(report));
        Assert.Equal(MarianneError.InvalidRecord, error.Error);
        Assert.Same(report, error.Target);
    }
}
