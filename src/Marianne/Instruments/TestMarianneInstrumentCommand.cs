using System.Management.Automation;
using Marianne.Instruments;
using Marianne.Processes;
using Marianne.Signals;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Reads the output of an instrument as a run would, or checks that the instrument can be used.</summary>
[Cmdlet(
    VerbsDiagnostic.Test,
    "MarianneInstrument",
    SupportsShouldProcess = true,
    DefaultParameterSetName = CheckSet,
    HelpUri = HelpPage.Folder + "Test-MarianneInstrument.md")]
[OutputType(typeof(InstrumentReading))]
public sealed class TestMarianneInstrumentCommand : MarianneCmdlet
{
    private const string CheckSet = "Check";
    private const string OutputSet = "Output";

    private readonly List<string> _lines = [];

    /// <summary>
    /// Specifies the name of an instrument, or a command. Wildcards are not supported. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// ScoreInvalid: the profile of the instrument has problems. InstrumentNotFound: there is no such instrument, but one with a
    /// similar name.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstrumentCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// Specifies the standard output of the instrument, or both of its outputs in the order in which they were written. Several
    /// strings are lines. An empty string is an empty output.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = OutputSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? Output { get; set; }

    /// <summary>Specifies the standard error of the instrument. Several strings are lines. The default is no output.</summary>
    [Parameter(ParameterSetName = OutputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? ErrorOutput { get; set; }

    /// <summary>Specifies the exit code of the instrument. The default is 0.</summary>
    [Parameter(ParameterSetName = OutputSet)]
    [WholeNumber]
    public int ExitCode { get; set; }

    /// <summary>
    /// Specifies the time at which the output was written, from which times such as "in 2 hours" are counted. The default is the
    /// current time. A text without a time zone is local time.
    /// </summary>
    [Parameter(ParameterSetName = OutputSet)]
    [Time]
    public DateTimeOffset? Now { get; set; }

    /// <summary>
    /// Indicates that the instrument is given a tiny prompt, which may cost something. By default, the cmdlet only asks the program
    /// for its help and its version.
    /// </summary>
    [Parameter(ParameterSetName = CheckSet)]
    public SwitchParameter Live { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == OutputSet)
            _lines.AddRange(Output ?? []);
        else
            Check();
    }

    private protected override void Complete()
    {
        if (ParameterSetName != OutputSet)
            return;

        InstrumentProfile instrument = Find();
        AttemptReading reading = new InstrumentTester(instrument, new ProcessCommandRunner(TimeProvider.System), TimeProvider.System)
            .Read(string.Join('\n', _lines), string.Join('\n', ErrorOutput ?? []), ExitCode, Now);
        foreach (string pattern in reading.TimedOutPatterns)
            WriteWarning($"The pattern '{pattern}' took too long, and was not applied.");
        if (reading.MissingPointers.Count > 0)
        {
            WriteWarning(
                $"The result does not have what the instrument reads: {string.Join(", ", reading.MissingPointers)}. Correct the JSON "
                + "pointers, or remove them.");
        }

        WriteObject(InstrumentReading.Of(reading, instrument.Options));
    }

    private void Check()
    {
        InstrumentProfile instrument = Find();
        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        if (!ShouldProcess(instrument.Name, Live ? "Give it a prompt" : "Ask it for its help"))
            return;

        var commands = new ProcessCommandRunner(TimeProvider.System) { InheritedEnvironment = SheetEnvironment.Outside };
        var tester = new InstrumentTester(instrument, commands, TimeProvider.System);
        WriteObject(Wait(Live ? tester.AskAsync(folder, StopToken) : tester.CheckAsync(folder, StopToken)));
    }

    private InstrumentProfile Find()
    {
        var catalog = new InstrumentCatalog(own: ScoreReaders.OwnInstruments());
        if (catalog.FaultOf(Name!) is { } fault)
            throw fault;
        if (!catalog.Contains(Name!) && NearestWord.Of(Name!, [.. catalog.Names]) is not null)
            throw InstrumentErrors.NotFound(Name!); // Any other text is a command.
        return catalog.Contains(Name!) && Name != "shell" && catalog.ProblemOf(Name!) is { } problem
            ? throw InstrumentErrors.Unusable(Name!, problem)
            : catalog.Get(Name!);
    }
}
