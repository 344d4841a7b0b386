using System.Globalization;
using System.Text;
using Marianne.Core.Tests.Scores;
using Marianne.Jobs;
using Marianne.Reports;
using NJsonSchema;
using Xunit;

namespace Marianne.Core.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public async Task The_committed_schema_describes_every_key()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(
            Repository.Read("schema/marianne-report.schema.json"), TestContext.Current.CancellationToken);

        // Validating refuses keys that the schema does not have, so the sample has a value for each.
        Assert.Empty(schema.Validate(JsonOf(Complete)));
        Assert.Empty(schema.Validate(JsonOf(new Report())));
        Assert.NotEmpty(schema.Validate(JsonOf(Complete).Replace("\"too_short_seconds\"", "\"other\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sample_has_a_value_for_each_property()
    {
        JobReport job = Complete.Jobs[0];
        object[] parts =
        [
            Complete, job, job.Totals, job.Sheets[0], job.Sheets[0].Attempts[0], job.Incidents[0], job.Parents[0], Complete.Errors[0],
        ];
        IEnumerable<string> missing =
            from part in parts
            from property in part.GetType().GetProperties()
            where property.GetValue(part) is null or 0 or 0.0 or false or System.Collections.ICollection { Count: 0 }
            select $"{part.GetType().Name}.{property.Name}";

        Assert.Empty(missing);
    }

    [Fact]
    public void The_bytes_are_the_same_in_every_culture()
    {
        string json = JsonOf(Complete);
        string markdown = MarkdownReport.Of(Complete);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(json, JsonOf(Complete));
            Assert.Equal(markdown, MarkdownReport.Of(Complete));
            Assert.Contains("1.5 s", markdown, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static Report Complete { get; } = new()
    {
        IsWatched = true,
        TextsLeftOut = 1,
        Jobs =
        [
            new JobReport
            {
                Id = "a",
                Name = "Nightly",
                Description = "d",
                Tags = ["t"],
                Status = JobStatus.Running,
                IsZombie = true,
                MissingAbilities = ["script"],
                Error = "It failed.",
                ScorePath = "/s.yaml",
                CreatedAt = SampleReports.Start,
                StartedAt = SampleReports.Start,
                EndedAt = SampleReports.Start,
                AsOf = SampleReports.Start,
                CostLimit = 5,
                CriticalPath = [1],
                NextSteps = [new("Resumes the job.", "Invoke-MarianneJob -Id 'a'") { Note = "A sheet waits." }],
                Totals = new JobTotals
                {
                    Sheets = 1,
                    ByStatus = new SortedDictionary<string, int> { ["Failed"] = 1 },
                    Attempts = 1,
                    FailedAttempts = 1,
                    ElapsedSeconds = 3,
                    BusySeconds = 1.5,
                    WaitingSeconds = 1.5,
                    WorkedSeconds = 1.5,
                    WaitedSeconds = 1.5,
                    Cost = 0.25m,
                    CostSource = CostSource.Priced,
                    InputTokens = 10,
                    OutputTokens = 20,
                },
                Sheets =
                [
                    new SheetReport
                    {
                        Number = 1,
                        Title = "t[x]",
                        Group = "t",
                        Parent = 1,
                        ItemKey = "x",
                        Status = SheetStatus.Failed,
                        Kind = "prompt",
                        Instrument = "claude",
                        Model = "m",
                        Error = "It failed.",
                        ErrorCode = "E101",
                        DependsOn = [1],
                        WorkedSeconds = 1.5,
                        WaitedSeconds = 1.5,
                        WaitingSince = SampleReports.Start,
                        NextAttemptAt = SampleReports.Start,
                        Cost = 0.25m,
                        CostSource = CostSource.Priced,
                        InputTokens = 10,
                        OutputTokens = 20,
                        Validations = [new("file_exists", false, "out.md", "It is missing.")],
                        Attempts =
                        [
                            new AttemptReport
                            {
                                Number = 1,
                                Outcome = AttemptOutcome.Failed,
                                StartedAt = SampleReports.Start,
                                EndedAt = SampleReports.Start,
                                WaitedSeconds = 1.5,
                                ExitCode = 2,
                                ErrorCode = "E101",
                                Instrument = "claude",
                                Prompt = "Review it.",
                                Output = "No.",
                                OutputCut = 7,
                            },
                        ],
                    },
                ],
                Parents =
                [
                    new ParentReport
                    {
                        Number = 1,
                        Title = "t",
                        Items = 1,
                        ByStatus = new SortedDictionary<string, int> { ["Failed"] = 1 },
                        WorkedSeconds = 1.5,
                        WaitedSeconds = 1.5,
                        Cost = 0.25m,
                        CostSource = CostSource.Priced,
                    },
                ],
                Incidents =
                [
                    new IncidentReport
                    {
                        SheetNumber = 1,
                        ErrorCode = "E101",
                        BeganAt = SampleReports.Start,
                        WaitedSeconds = 1.5,
                        FailedTries = 1,
                        TooShortSeconds = 1,
                        EnoughSeconds = 2,
                    },
                ],
            },
        ],
        Errors =
        [
            new ErrorReport
            {
                Code = "E101",
                Meaning = "m",
                Curve = [new(0, 0), new(60, 0.5)],
                ChosenSeconds = 60,
                Why = "w",
                Samples = 3,
                Hours = [new(0, 3, 2)],
            },
        ],
    };

    private static string JsonOf(Report report)
    {
        using var stream = new MemoryStream();
        ReportJson.Write(report, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
