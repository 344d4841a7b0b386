using Marianne.Jobs;
using Marianne.Reports;
using Xunit;

namespace Marianne.Core.Tests.Reports;

public sealed class ReportReaderTests
{
    [Fact]
    public async Task The_time_between_a_failed_attempt_and_the_next_one_is_a_wait()
    {
        SampleReports sample = WithRateLimit();

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([0, 60, 120], job.Sheets[0].Attempts.Select(attempt => attempt.WaitedSeconds));
        Assert.Equal(180, job.Sheets[0].WaitedSeconds);
        Assert.Equal(30, job.Sheets[0].WorkedSeconds);
        Assert.Equal(
            [AttemptOutcome.Failed, AttemptOutcome.Failed, AttemptOutcome.Completed], job.Sheets[0].Attempts.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task An_incident_says_which_wait_was_too_short_and_which_was_enough()
    {
        JobReport job = await WithRateLimit().ReadJobAsync();

        IncidentReport incident = Assert.Single(job.Incidents);
        Assert.Equal(("E101", 1, 180), (incident.ErrorCode, incident.FailedTries, incident.WaitedSeconds));
        Assert.Equal(60, incident.TooShortSeconds);
        Assert.Equal(190, incident.EnoughSeconds);
        Assert.Equal(SampleReports.Start.AddSeconds(10), incident.BeganAt);
    }

    [Fact]
    public async Task The_elapsed_time_is_divided_into_work_and_waits()
    {
        SampleReports sample = WithRateLimit();
        sample.Add(2, 1, end: 40, duration: 20);
        sample.End(2, SheetStatus.Completed);
        sample.Job.CompletedAt = SampleReports.Start.AddSeconds(210);

        JobTotals totals = (await sample.ReadJobAsync()).Totals;

        Assert.Equal((210, 50, 160), (totals.ElapsedSeconds, totals.BusySeconds, totals.WaitingSeconds));
        Assert.Equal((50, 180), (totals.WorkedSeconds, totals.WaitedSeconds));
        Assert.Equal(new Dictionary<string, int> { ["Completed"] = 2, ["Pending"] = 1 }, totals.ByStatus);
    }

    [Fact]
    public async Task An_attempt_that_was_repeated_with_the_same_number_was_interrupted()
    {
        var sample = new SampleReports();
        sample.Add(1, 1, end: 10, duration: 10, exitCode: null);
        sample.Add(1, 1, end: 400, duration: 10);
        sample.End(1, SheetStatus.Completed);

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([AttemptOutcome.Interrupted, AttemptOutcome.Completed], job.Sheets[0].Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(0, job.Sheets[0].WaitedSeconds);
    }

    [Fact]
    public async Task A_sheet_that_ran_again_has_not_failed_before_and_did_not_wait()
    {
        var sample = new SampleReports();
        sample.Add(1, 1, end: 10, duration: 10);
        sample.Add(1, 2, end: 400, duration: 10, exitCode: 1, run: 2);
        sample.Add(1, 3, end: 430, duration: 10, run: 2);
        sample.Add(1, 4, end: 900, duration: 10, run: 3);
        sample.End(1, SheetStatus.Completed);

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal(
            [AttemptOutcome.Completed, AttemptOutcome.Failed, AttemptOutcome.Completed, AttemptOutcome.Completed],
            job.Sheets[0].Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal([0, 0, 20, 0], job.Sheets[0].Attempts.Select(attempt => attempt.WaitedSeconds));
    }

    [Fact]
    public void A_sheet_that_waits_for_approval_is_what_comes_next()
    {
        var sample = new SampleReports();
        sample.Job.Status = JobStatus.Paused;
        sample.End(2, SheetStatus.Fermata);

        Assert.Equal("Approve-MarianneSheet -JobId 'night-1' -SheetNumber 2", NextSteps.Of(sample.Job, hasScore: true)[0].Command);
    }

    [Fact]
    public async Task A_sheet_that_runs_has_an_attempt_without_an_end()
    {
        var sample = new SampleReports();
        sample.Add(1, 1, end: 10, duration: 10, exitCode: 1);
        sample.End(1, SheetStatus.InProgress, "E009", "E009");
        sample.Sheet(1).AttemptCount = 2;
        sample.Sheet(1).StartedAt = SampleReports.Start.AddSeconds(25);

        AttemptReport running = (await sample.ReadJobAsync()).Sheets[0].Attempts[1];

        Assert.Equal((2, AttemptOutcome.Running, null, 15), (running.Number, running.Outcome, running.EndedAt, running.WaitedSeconds));
    }

    [Theory]
    [InlineData(ReportTexts.Failed, "failed", null)]
    [InlineData(ReportTexts.All, "failed", "done")]
    [InlineData(ReportTexts.None, null, null)]
    public async Task Texts_are_those_that_were_asked_for(ReportTexts texts, string? ofFailed, string? ofCompleted)
    {
        var sample = new SampleReports();
        sample.Add(1, 1, end: 10, duration: 10, exitCode: 1, output: "failed");
        sample.Add(1, 2, end: 30, duration: 10, output: "done");
        sample.End(1, SheetStatus.Completed, null, "E009");

        IReadOnlyList<AttemptReport> attempts = (await sample.ReadJobAsync(texts)).Sheets[0].Attempts;

        Assert.Equal([ofFailed, ofCompleted], attempts.Select(attempt => attempt.Output));
    }

    [Fact]
    public async Task A_secret_is_redacted_before_the_output_is_cut()
    {
        const string secret = "correct-horse-battery";
        var sample = new SampleReports { Secret = secret };
        sample.Add(1, 1, end: 10, duration: 10, exitCode: 1, output: new string('x', 500) + secret + new string('y', 7_990), prompt: secret);
        sample.End(1, SheetStatus.Failed, "E009", "E009");
        sample.Sheet(1).ErrorMessage = $"It said {secret}.";

        SheetReport sheet = (await sample.ReadJobAsync()).Sheets[0];

        Assert.Equal("***", sheet.Attempts[0].Prompt);
        Assert.Equal("It said ***.", sheet.Error);
        Assert.DoesNotContain("battery", sheet.Attempts[0].Output, StringComparison.Ordinal);
        Assert.Equal(8_000, sheet.Attempts[0].Output!.Length);
        Assert.Equal(500 + 3 + 7_990 - 8_000, sheet.Attempts[0].OutputCut);
    }

    [Fact]
    public async Task The_critical_path_leads_through_the_dependency_that_ended_last()
    {
        var sample = new SampleReports();
        sample.Job.ConfigSnapshot = """
            {"name":"n","sheets":[{"name":"a","command":"x"},{"name":"b","command":"x"},{"name":"c","command":"x"}],
             "sheet":{"dependencies":{"3":[1,2]}}}
            """;
        foreach ((int sheet, double end, double duration) in new[] { (1, 10.0, 10.0), (2, 50, 50), (3, 60, 5) })
        {
            sample.Add(sheet, 1, end, duration);
            sample.End(sheet, SheetStatus.Completed);
        }

        JobReport job = await sample.ReadJobAsync();

        Assert.Equal([2, 3], job.CriticalPath);
        Assert.Equal([1, 2], job.Sheets[2].DependsOn);
        Assert.Equal(["a", "b", "c"], job.Sheets.Select(sheet => sheet.Title));
    }

    [Theory]
    [InlineData(JobStatus.Failed, "Invoke-MarianneJob -Id 'it''s \u2019\u2019'")]
    [InlineData(JobStatus.Completed, "Invoke-MarianneJob -Id 'it''s \u2019\u2019' -Restart")]
    [InlineData(JobStatus.Running, "Suspend-MarianneJob -Id 'it''s \u2019\u2019'")]
    public void The_next_step_depends_on_the_status_and_its_id_is_quoted(JobStatus status, string command)
    {
        var job = new Job("it's \u2019", "n", 1, SampleReports.Start) { Status = status };

        Assert.Equal(command, NextSteps.Of(job, hasScore: true)[0].Command);
    }

    [Fact]
    public void A_completed_job_has_nothing_left_to_do()
    {
        var job = new Job("done", "n", 1, SampleReports.Start) { Status = JobStatus.Completed };

        NextStep step = NextSteps.Of(job, hasScore: true)[0];

        Assert.Equal(("Nothing is left to do.", "Runs the score again, as a new job."), (step.Note, step.Purpose));
    }

    [Theory]
    [InlineData(JobStatus.Paused, "cost_limit: The job has cost $6 of the $5 that cost_limits.max_cost_per_job allows. Raise it.", true)]
    [InlineData(JobStatus.Failed, "Sheet 1 failed: cost_limit: The sheet has cost $6 of the $5 that cost_limits.max_cost_per_sheet allows.", true)]
    [InlineData(JobStatus.Paused, "Sign in again.", false)]
    public void A_job_over_its_cost_limit_is_not_resumed_without_a_word(JobStatus status, string error, bool hasNote)
    {
        var job = new Job("costly", "n", 1, SampleReports.Start) { Status = status, ErrorMessage = error };

        string? expected = hasNote ? "A cost limit is reached. Raise it in the score, and run the score instead." : null;
        Assert.Equal(expected, NextSteps.Of(job, hasScore: true)[0].Note);
    }

    private static SampleReports WithRateLimit()
    {
        var sample = new SampleReports();
        sample.Add(1, 1, end: 10, duration: 10, exitCode: 1);
        sample.Add(1, 2, end: 80, duration: 10, exitCode: 1);
        sample.Add(1, 3, end: 210, duration: 10);
        sample.End(1, SheetStatus.Completed, null, "E101", "E101");
        return sample;
    }
}
