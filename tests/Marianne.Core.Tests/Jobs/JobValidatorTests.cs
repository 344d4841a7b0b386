using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobValidatorTests
{
    public static TheoryData<string?> BadIds =>
    [
        null!, "", "\n", "a\0b", "tab\t", "\u007f", "\u0085", "\ud800", "a\udc00b", "\uFFFD\ud800", new string('x', 257),
    ];

    public static TheoryData<string> GoodIds => ["a", " ", "..", "a/b", "✓", "🎼", "\uFFFD", "\u2028", new string('x', 256)];

    public static TheoryData<string, Action<Job>> BadJobs => new()
    {
        { nameof(Job.Name), job => job.Name = "" },
        { nameof(Job.Name), job => job.Name = " \t" },
        { nameof(Job.TotalSheets), job => job.TotalSheets = 0 },
        { nameof(Job.TotalSheets), job => job.TotalSheets = -1 },
        { nameof(Job.LastCompletedSheet), job => job.LastCompletedSheet = 4 },
        { nameof(Job.CurrentSheet), job => job.CurrentSheet = 0 },
        { nameof(Job.CurrentSheet), job => job.CurrentSheet = 4 },
        { nameof(Job.TotalRetryCount), job => job.TotalRetryCount = -1 },
        { nameof(Job.RateLimitWaits), job => job.RateLimitWaits = -1 },
        { nameof(Job.Status), job => job.Status = JobStatus.Unknown },
        { nameof(Job.Status), job => job.Status = (JobStatus)99 },
        { nameof(Job.ConfigSnapshot), job => job.ConfigSnapshot = "" },
        { nameof(Job.ConfigSnapshot), job => job.ConfigSnapshot = "[]" },
        { nameof(Job.ConfigSnapshot), job => job.ConfigSnapshot = "{} {}" },
    };

    public static TheoryData<string, Action<Sheet>> BadSheets => new()
    {
        { nameof(Sheet.Status), sheet => sheet.Status = SheetStatus.Unknown },
        { nameof(Sheet.Status), sheet => sheet.Status = (SheetStatus)99 },
        { nameof(Sheet.AttemptCount), sheet => sheet.AttemptCount = -1 },
        { nameof(Sheet.ExecutionDuration), sheet => sheet.ExecutionDuration = TimeSpan.MaxValue },
        { nameof(Sheet.ExecutionDuration), sheet => sheet.ExecutionDuration = TimeSpan.FromSeconds(922_337_203_685) },
        { nameof(Sheet.CompletionAttempts), sheet => sheet.CompletionAttempts = -1 },
        { nameof(Sheet.SimilarOutcomesCount), sheet => sheet.SimilarOutcomesCount = -1 },
        { nameof(Sheet.ConfidenceScore), sheet => sheet.ConfidenceScore = 1.0001 },
        { nameof(Sheet.ConfidenceScore), sheet => sheet.ConfidenceScore = double.NaN },
        { nameof(Sheet.LastPassPercentage), sheet => sheet.LastPassPercentage = 100.1 },
        { nameof(Sheet.ExecutionDuration), sheet => sheet.ExecutionDuration = TimeSpan.FromSeconds(-1) },
        { nameof(Sheet.OutcomeData), sheet => sheet.OutcomeData = "text" },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { InputTokens = -1 } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { OutputTokens = -1 } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { Cost = -0.01m } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { CostConfidence = 1.01 } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { CostConfidence = double.NaN } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { Retries = -1 } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { RateLimitWaits = -1 } },
        { nameof(Sheet.Measures), sheet => sheet.Measures = new() { QuotaWaits = -1 } },
        { nameof(Sheet.ErrorCategory), sheet => sheet.ErrorCategory = "Fatal" },
        { nameof(Sheet.ExitReason), sheet => sheet.ExitReason = "" },
        { nameof(Sheet.ExecutionMode), sheet => sheet.ExecutionMode = "gremlins" },
        { nameof(Sheet.OutcomeCategory), sheet => sheet.OutcomeCategory = "success" },
    };

    [Theory]
    [MemberData(nameof(BadIds))]
    public void An_invalid_id_is_rejected(string? id)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => JobValidator.CheckId(id));

        Assert.Equal(MarianneError.InvalidJobId, error.Error);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(GoodIds))]
    public void Any_other_id_is_valid(string id) => JobValidator.CheckId(id);

    [Theory]
    [MemberData(nameof(BadJobs))]
    public void An_invalid_job_is_rejected_with_the_name_of_the_property(string property, Action<Job> spoil)
    {
        Job job = TestJobs.NewJob();
        JobValidator.Check(job);
        spoil(job);

        MarianneException error = Assert.Throws<MarianneException>(() => JobValidator.Check(job));

        Assert.Equal(MarianneError.InvalidJob, error.Error);
        Assert.StartsWith(property, error.Message, StringComparison.Ordinal);
        Assert.Same(job, error.Target);
    }

    [Theory]
    [MemberData(nameof(BadSheets))]
    public void An_invalid_sheet_is_rejected_with_the_name_of_the_property(
        string property, Action<Sheet> spoil)
    {
        Job job = TestJobs.NewJob();
        spoil(job.Sheets[1]);

        MarianneException error = Assert.Throws<MarianneException>(() => JobValidator.Check(job));

        Assert.Equal(MarianneError.InvalidSheet, error.Error);
        Assert.StartsWith(property, error.Message, StringComparison.Ordinal);
        Assert.Same(job.Sheets[1], error.Target);
    }

    [Fact]
    public void Every_word_of_the_vocabulary_is_valid()
    {
        var sheet = new Sheet("nightly", 1);
        foreach (string word in ErrorCategories.All)
            Check(() => sheet.ErrorCategory = word);
        foreach (string word in ExitReasons.All)
            Check(() => sheet.ExitReason = word);
        foreach (string word in ExecutionModes.All)
            Check(() => sheet.ExecutionMode = word);
        foreach (string word in OutcomeCategories.All)
            Check(() => sheet.OutcomeCategory = word);

        void Check(Action set)
        {
            set();
            JobValidator.Check(sheet);
        }
    }

    [Fact]
    public void An_unknown_word_that_was_loaded_is_kept_and_a_new_one_is_rejected()
    {
        Job job = TestJobs.NewJob();
        job.Status = JobStatus.Unknown;
        job.SetUnreadable(nameof(Job.Status), new UnreadableValue("status", "sleeping", "it is foreign"));
        Sheet sheet = job.Sheets[0];
        sheet.ErrorCategory = "gremlins";
        sheet.SetUnreadable(nameof(Sheet.ErrorCategory), new UnreadableValue("error_category", "gremlins", "it is foreign"));
        JobValidator.Check(job);

        sheet.ErrorCategory = "pixies";

        Assert.Throws<MarianneException>(() => JobValidator.Check(job));
    }

    [Fact]
    public void A_sheet_that_did_not_change_is_not_validated()
    {
        Job job = TestJobs.NewJob();
        job.Sheets[0].AttemptCount = -1;
        job.AcceptAll(TestJobs.Now);

        JobValidator.Check(job);
    }
}
