using Marianne.Jobs;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>Errors that nobody expects are one line, too.</summary>
public sealed class UnexpectedErrorTests : WorkerTestBase
{
    [Theory]
    [InlineData("report", "report.json")]
    [InlineData("work", "--until-idle")]
    public async Task An_unexpected_error_is_one_line_in_every_command(string command, string argument)
    {
        string path = Path.Combine(Folder, "state.db");
        await using (IJobStore store = OpenStore(path))
            await store.SaveAsync(new Job("one", "one", 1, DateTimeOffset.UnixEpoch), SaveMode.IfUnchanged, Cancellation);
        using var output = new BrokenWriter();
        using var error = new StringWriter();

        ExitCode code = await WorkerCommand.InvokeAsync(
            [command, argument.StartsWith('-') ? argument : Path.Combine(Folder, argument), "--store", path, "--learning", $"{path}-learning"],
            output,
            error);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal($"marianne-worker: An unexpected error occurred: The console is broken.{Environment.NewLine}", error.ToString());
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException("The console is broken.");
    }
}
