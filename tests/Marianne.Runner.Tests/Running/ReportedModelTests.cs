using System.Text.Json;
using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Names of models that a sheet or an agent reports, which may be anything.</summary>
public sealed class ReportedModelTests : RunnerTestBase
{
    public static TheoryData<string, string> Invalid => new()
    {
        { "a\u001b[2Jb", "has a control character" },
        { "two\nlines", "has a control character" },
        { new string('m', 257), "has more than 256 characters" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task An_invalid_model_in_a_line_is_dropped_and_the_store_is_used(string model, string fault)
    {
        FakeExecutor.Return(1, call =>
        {
            call.Write(UsageLineParser.Of(new UsageReport(1000, 0, model)) + "\n");
            return Task.FromResult(FakeExecutor.Success);
        });

        await AssertOutcomesAsync(await RunAsync(ScoreOf(2)), fault);
        Assert.Equal(0.003m, (await LoadAsync()).Cost);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task An_invalid_model_in_a_result_is_dropped_and_the_store_is_used(string model, string fault)
    {
        FakeExecutor.Return(1, Answer(model));

        await AssertOutcomesAsync(await RunAsync(AgentScore()), fault);
    }

    [Fact]
    public async Task A_record_that_the_store_refuses_does_not_keep_other_sheets_from_it()
    {
        Variables["PIN"] = "q"; // Each "q" becomes three characters, so the name of the model becomes too long.
        string model = new string('x', 136) + string.Concat(Enumerable.Repeat("qx", 60));
        FakeExecutor.Return(1, Answer(model) with { ExitCode = 1 }, FakeExecutor.Success);

        Job job = await RunAsync(AgentScore() with { Secrets = ["PIN"], Retry = new RetryOptions { MaxRetries = 1 } });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2], await OutcomesAsync());
        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.Equal(
            ("The learning store does not accept a record of sheet 1: Model has more than 256 characters. Nothing was written.", 1),
            (warning.Message, warning.SheetNumber));
    }

    [Fact]
    public async Task An_invalid_model_of_an_earlier_version_is_not_recorded()
    {
        Score score = ScoreOf(2);
        var measures = new SheetMeasures { Model = "a\u001bb" };
        await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty) { Measures = measures }));

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2], await OutcomesAsync());
    }

    private async Task AssertOutcomesAsync(Job job, string fault)
    {
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Sheets[0].Measures.Model));
        Assert.Equal([1, 2], await OutcomesAsync());
        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.Equal(($"The model that sheet 1 reported {fault}. It is not recorded.", 1), (warning.Message, warning.SheetNumber));
    }

    private async Task<List<int>> OutcomesAsync() =>
        await Learning.ListOutcomesAsync(new OutcomeQuery(), Cancellation).Select(outcome => outcome.SheetNumber).Order()
            .ToListAsync(Cancellation);

    private static CommandResult Answer(string model)
    {
        string text = JsonSerializer.Serialize(new { r = "x", m = model, i = 1, o = 1 });
        return new CommandResult { ExitCode = 0, Output = text, OutputLength = text.Length };
    }

    private Score AgentScore()
    {
        var profile = new InstrumentOptions
        {
            Command = new CommandLine("agent"),
            Result = new ResultOptions
            {
                Format = ResultForm.Json,
                Text = ["/r"],
                Model = ["/m"],
                InputTokens = ["/i"],
                OutputTokens = ["/o"],
            },
        };
        return ScoreOf(2) with
        {
            Instrument = "agent",
            Instruments = new Dictionary<string, InstrumentOptions> { ["agent"] = profile },
            Sheets = [new ScoreSheet { Prompt = "a" }, new ScoreSheet { Command = "b" }],
        };
    }
}
