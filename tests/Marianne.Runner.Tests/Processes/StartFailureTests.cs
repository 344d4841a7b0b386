using Marianne.Errors;
using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

/// <summary>The reasons why commands cannot be started.</summary>
[Trait("Platform", "Unix")]
public sealed class StartFailureTests : WorkFolder
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("echo a\0b", null, null, "E301", "contains a null character")]
    [InlineData("true", "a=b", "", "E301", "'a=b' has an invalid name or value")]
    [InlineData("true", "", "value", "E301", "'' has an invalid name or value")]
    [InlineData("true", "A", "a\0b", "E301", "'A' has an invalid name or value")]
    public void A_command_that_no_system_can_start_is_refused(
        string text, string? name, string? value, string code, string message)
    {
        StartFailure? failure = StartFailure.Of(Command(text), name is null ? None : new() { [name] = value! });

        Assert.Equal(code, failure?.Code.Code);
        Assert.Contains(message, failure?.Message);
    }

    [Fact]
    public void A_folder_that_does_not_exist_or_is_a_file_is_named()
    {
        Write("file", "");
        StartFailure? missing = StartFailure.Of(Command("true") with { WorkingDirectory = At("none") }, None);
        StartFailure? file = StartFailure.Of(Command("true") with { WorkingDirectory = At("file") }, None);

        Assert.Equal((ErrorCodes.Find("E603"), ErrorCodes.Find("E603")), (missing?.Code, file?.Code));
        Assert.Equal(
            $"The command cannot run in '{At("none")}': the folder does not exist. Create it, or specify another folder.",
            missing?.Message);
        Assert.Equal($"The command cannot run in '{At("file")}': it is a file. Specify a folder.", file?.Message);
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public void A_variable_that_is_too_long_is_named_with_its_size()
    {
        string longest = new('ä', (ArgumentLimits.LongestString / 2) - 2);

        Assert.Null(StartFailure.Of(Command("true"), new Dictionary<string, string> { ["DIFF"[..2]] = longest }));
        StartFailure? failure = StartFailure.Of(Command("true"), new Dictionary<string, string> { ["DIFF"] = longest });
        Assert.Equal("E301", failure?.Code.Code);
        Assert.Contains($"'DIFF' has {ArgumentLimits.LongestString + 2} bytes", failure?.Message);
    }

    [Theory]
    [InlineData(SpawnError.NotFound, "E505", "The shell '/bin/sh' does not exist.")]
    [InlineData(SpawnError.AccessDenied, "E505", "The shell '/bin/sh' cannot be executed: reason.")]
    [InlineData(SpawnError.NotAProgram, "E505", "The shell '/bin/sh' cannot be executed: reason.")]
    [InlineData(SpawnError.TooLong, "E301", "The longest is 'LONG' with 10.")]
    [InlineData(SpawnError.OutOfMemory, "E009", "the system has no room for it: reason.")]
    [InlineData(SpawnError.TooManyFiles, "E009", "the system has no room for it: reason.")]
    [InlineData(5, "E009", "The command could not be started: reason.")]
    public void An_error_of_the_system_is_explained(int error, string code, string message)
    {
        var environment = new Dictionary<string, string> { ["A"] = "1", ["LONG"] = "1234" };

        StartFailure failure = StartFailure.Of(error, "reason", Command("true"), environment);

        Assert.Equal(code, failure.Code.Code);
        Assert.Contains(message, failure.Message);
    }

    [Fact]
    public void A_system_without_room_for_a_process_is_tried_again()
    {
        StartFailure failure = StartFailure.Of(SpawnError.TryAgain, "Resource temporarily unavailable", Command("true"), None);

        Assert.True(failure.Code.IsRetried);
        Assert.Contains("the system has no room for it: Resource temporarily unavailable.", failure.Message);
    }

    [Fact]
    public async Task Too_many_variables_are_refused_with_their_size()
    {
        var variables = Enumerable.Range(0, 200).ToDictionary(i => $"V{i}", _ => (string?)new string('x', 100_000));

        Marianne.Signals.CommandResult result = await new ProcessCommandRunner(TimeProvider.System)
            .RunAsync(Command("true") with { Environment = variables }, null, Cancellation);

        Assert.Equal("E301", result.StartErrorCode?.Code);
        Assert.Contains("more than this system passes", result.StartError);
    }

    private ShellCommand Command(string text) => new(text) { WorkingDirectory = Folder };
}
