using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Outputs;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The services that a <see cref="JobRunner"/> uses.</summary>
public sealed record RunnerServices
{
    /// <summary>The job store. Only <see cref="RunOutlet"/> writes to it.</summary>
    public required IJobStore Jobs { private get; init; }

    /// <summary>The learning store. Only <see cref="RunOutlet"/> writes to it.</summary>
    public required ILearningStore Learning { private get; init; }

    /// <summary>Runs the commands of validation rules and skip conditions.</summary>
    public required ICommandRunner Commands { get; init; }

    /// <summary>The executors. A sheet is run by the first one that can run it.</summary>
    public required IReadOnlyList<ISheetExecutor> Executors { get; init; }

    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    /// <summary>The clock. The default is the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns random numbers of at least 0 and less than 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>The runner process. The default is the current process.</summary>
    public RunnerProcess Process { get; init; } = SystemProcessList.Instance.Current;

    /// <summary>
    /// Returns the value of an environment variable, or <c>null</c> if it is not set. The default reads the variables of the
    /// current process.
    /// </summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Ends what dead runs left running. The default looks at the processes of this machine.</summary>
    public LeftoverCommands Leftovers { get; init; } = new(SystemProcessList.Instance, TimeProvider.System);

    /// <summary>
    /// Determines whether what runs in the slot of a limit across jobs still runs. The default examines the processes of this machine.
    /// </summary>
    public Func<SlotHolder, ProcessState> ExamineSlot { get; init; } = SlotExaminer.System.Examine;

    /// <summary>
    /// The full path of the folder in which the output of running attempts is kept for those who watch them; <c>null</c>, the
    /// default, to keep none.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>Reads jobs.</summary>
    internal IJobReader StoredJobs => Jobs;

    /// <summary>Reads sheets.</summary>
    internal ISheetReader StoredSheets => Jobs;

    /// <summary>Reads the outputs of sheets.</summary>
    internal IOutputReader StoredOutputs => Jobs;

    /// <summary>Reads approvals.</summary>
    internal IApprovalReader StoredApprovals => Jobs;

    /// <summary>Reads stored items.</summary>
    internal IItemReader StoredItems => Jobs;

    /// <summary>Reads recorded attempts.</summary>
    internal IAttemptReader StoredAttempts => Jobs;

    /// <summary>Creates the outlet of a run.</summary>
    /// <param name="announce">Receives the events.</param>
    internal RunOutlet CreateOutlet(Action<JobEvent> announce) => new(Jobs, Learning, announce, ExamineSlot);

    /// <summary>Clears the history of the store by its own rule.</summary>
    internal StoreCleaning Cleaning => new(Jobs, Learning, Time);

    /// <summary>Creates a repairer of jobs.</summary>
    internal JobRepairer CreateRepairer() => new(Jobs, Learning, Time, Variable) { OwnInstruments = OwnInstruments };

    /// <summary>
    /// Returns the mark of the commands of a sheet, by which a later run recognizes them, or <c>null</c> if it could not.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheet">The sheet's number.</param>
    internal RunMark? MarkOf(string jobId, int sheet) =>
        StorePlace.Of(Jobs) is { } place ? RunMark.Of(place, jobId, sheet, Process) : null;

    /// <summary>The output of running attempts; <c>null</c> if it is not kept.</summary>
    internal RunningOutputs? RunningOutputs => OutputFolder is { } folder ? new RunningOutputs(folder, Jobs) : null;

    /// <summary>Claims jobs and sheets.</summary>
    internal IClaimStore Claims => Jobs;

    /// <summary>Renews the claims of the runs.</summary>
    internal LeaseKeeper Leases => LeaseKeeper.Of(Jobs, Process, Time);

    /// <summary>Returns the instruments that a score can use.</summary>
    /// <param name="score">The score.</param>
    /// <exception cref="MarianneException">
    /// ScoreInvalid or ScoreUnreadable: an instrument that the score has or uses has problems.
    /// </exception>
    internal InstrumentCatalog InstrumentsOf(Score score) => RunInstruments.Of(score, OwnInstruments);

    /// <summary>Returns the executor of a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    /// <exception cref="MarianneException">No executor can run the sheet.</exception>
    internal ISheetExecutor ExecutorOf(Score score, int number)
    {
        ScoreSheet sheet = score.SheetOf(number);
        return ApprovalExecutor.Instance.CanRun(sheet)
            ? ApprovalExecutor.Instance
            : Executors.FirstOrDefault(executor => executor.CanRun(sheet))
            ?? throw RunErrors.NoExecutor(score.NameOf(number), sheet.Script is not null ? "script" : "command");
    }
}
