using System.Collections.Concurrent;
using System.Collections.Frozen;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Signals;
using Marianne.Validations;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>One run of a job: what its sheets share.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _warnings = [];
    private readonly ErrorClassifier _classifier;
    private readonly RunMark? _mark;
    private readonly RunningOutputs? _outputs;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="claims">The claims of the run.</param>
    /// <param name="score">The score that the job runs.</param>
    /// <param name="instruments">The instruments that the score can use.</param>
    /// <param name="expectedCosts">The expected costs of sheets in US dollars, by number.</param>
    /// <param name="services">The services of the runner.</param>
    /// <param name="stop">Stops the run.</param>
    /// <param name="outlet">Takes what leaves the run.</param>
    /// <param name="redactor">Redacts the secrets of the score.</param>
    public JobRun(
        Job job,
        RunClaims claims,
        Score score,
        InstrumentCatalog instruments,
        IReadOnlyDictionary<int, decimal> expectedCosts,
        RunnerServices services,
        RunCancellation stop,
        RunOutlet outlet,
        SecretRedactor redactor)
    {
        Instruments = instruments;
        SheetInstruments = new SheetInstruments(score, instruments);
        JobId = job.Id;
        _mark = services.MarkOf(job.Id, sheet: 0);
        Claims = claims;
        Score = score;
        Services = services;
        Stop = stop;
        Redactor = redactor;
        Journal = new JobJournal(job.Id, claims, score, services.Time, stop, outlet, redactor);
        Learning = new LearningRecorder(score, services.Time, Journal, outlet, redactor);
        Limits = new RunLimits(score, SheetInstruments, job.Id, services.Time, Learning, redactor);
        LimitSlots = new LimitSlots(score, SheetInstruments, job.Id, services, Learning, redactor);
        Groups = new GroupLimits(score);
        Slots = claims.AreOfSheets
            ? new SheetSlots(SheetSlots.Unlimited, areGivenBack: true)
            : new SheetSlots(Groups.Options, score.Parallel.Enabled);
        Budget = new JobBudget(score, job.Cost, expectedCosts);
        _classifier = new ErrorClassifier(new RateLimitDetector(score.RateLimit), services.Time);
        Validations = new ValidationRunner(services.Commands, services.Time) { Redactor = redactor };
        SkipCondition = new SkipCondition(services.Commands);
        Inputs = new SheetInputReader(job.Id, score, services.StoredOutputs, services.StoredSheets, services.StoredItems);
        _outputs = services.RunningOutputs;
        Sheets = new RunningSheets(job.Id, services.StoredSheets, claims, stop);
        Approvals = new RunApprovals(job.Id, score, services);
        Monitor = new JobMonitor(job.Id, services, claims, Sheets, Approvals, stop);
    }

    /// <summary>The job's id.</summary>
    public string JobId { get; }

    /// <summary>The sheets that the run may start; <c>null</c> for all that are not done.</summary>
    public IReadOnlySet<int>? Chosen { get; init; }

    /// <summary>The claims by which the run changes its job.</summary>
    public RunClaims Claims { get; }

    /// <summary>The score that the job runs.</summary>
    public Score Score { get; }

    /// <summary>The instruments that the score can use.</summary>
    public InstrumentCatalog Instruments { get; }

    /// <summary>The instruments that run the prompts of the sheets at the moment.</summary>
    public SheetInstruments SheetInstruments { get; }

    /// <summary>The services of the runner.</summary>
    public RunnerServices Services { get; }

    /// <summary>Stops the run.</summary>
    public RunCancellation Stop { get; }

    /// <summary>Redacts the secrets of the score.</summary>
    public SecretRedactor Redactor { get; }

    /// <summary>Saves and announces the changes of the job.</summary>
    public JobJournal Journal { get; }

    /// <summary>Reads and writes the learning store.</summary>
    public LearningRecorder Learning { get; }

    /// <summary>The rate limits that concern the run.</summary>
    public RunLimits Limits { get; }

    /// <summary>The slots of limits across jobs in which the sheets run.</summary>
    public LimitSlots LimitSlots { get; }

    /// <summary>The numbers of the sheets that have failed, as the score allows, and are not run again. The default is none.</summary>
    public IReadOnlySet<int> KeptFailures { get; init; } = FrozenSet<int>.Empty;

    /// <summary>What failed attempts cost.</summary>
    public TryCosts TryCosts { get; } = new();

    /// <summary>Decides which sheets may start beside those that run.</summary>
    public GroupLimits Groups { get; }

    /// <summary>The places of the running sheets.</summary>
    public SheetSlots Slots { get; }

    /// <summary>Tracks the cost of the job.</summary>
    public JobBudget Budget { get; }

    /// <summary>Checks the validation rules.</summary>
    public ValidationRunner Validations { get; }

    /// <summary>Reads the outputs that sheets use.</summary>
    public SheetInputReader Inputs { get; }

    /// <summary>Determines which sheets are skipped.</summary>
    public SkipCondition SkipCondition { get; }

    /// <summary>The sheets that run at the moment.</summary>
    public RunningSheets Sheets { get; }

    /// <summary>The approvals that sheets wait for.</summary>
    public RunApprovals Approvals { get; }

    /// <summary>Notices changes of the job by other processes.</summary>
    public JobMonitor Monitor { get; }

    /// <summary>Returns what plans the waits of a sheet.</summary>
    /// <param name="number">The sheet's number.</param>
    public WaitPlanner WaitsOf(int number) =>
        new(Score.Learning, Score.RateLimitOf(number), Score.RetryOf(number), Services.Random);

    /// <summary>Returns what determines why the attempts of a sheet failed.</summary>
    /// <param name="number">The sheet's number.</param>
    public ErrorClassifier ClassifierOf(int number) => Score.SheetOf(number).RateLimit?.DetectionPatterns is null
        ? _classifier
        : new ErrorClassifier(new RateLimitDetector(Score.RateLimitOf(number)), Services.Time);

    /// <summary>
    /// Returns the mark of the commands of a sheet, by which a later run recognizes them, or <c>null</c> if it could not.
    /// </summary>
    /// <param name="sheet">The sheet's number.</param>
    public RunMark? MarkOf(int sheet) => _mark is null ? null : _mark with { Sheet = sheet };

    /// <summary>Creates what shows the output of an attempt to other processes while it runs; <c>null</c> if nothing does.</summary>
    /// <param name="sheet">The sheet's number.</param>
    public RunningOutputWriter? ShowOutput(int sheet) => _outputs is { IsEmpty: false }
        ? new RunningOutputWriter(_outputs, JobId, sheet, Services.Process, Services.Time, WarnOfOutputs)
        : null;

    /// <summary>Returns <c>true</c> for the first call with a text, so that a warning is written once in a run.</summary>
    /// <param name="warning">The warning, or what it is about.</param>
    public bool IsFirst(string warning) => _warnings.TryAdd(warning, true);

    /// <summary>Ends what another process has taken over: the whole run, or one sheet of it.</summary>
    /// <param name="watch">The sheet whose change the store refused.</param>
    public Task LoseAsync(SheetWatch watch) => Claims.AreOfSheets ? watch.LoseAsync() : Stop.RequestAsync(StopReason.Lost);

    private void WarnOfOutputs(string reason)
    {
        if (IsFirst(_outputs!.Folder))
            Journal.Announce(JobEventKind.Warning, $"The output of running sheets cannot be watched: {reason}");
    }

    /// <summary>Loads the job as it is stored.</summary>
    /// <exception cref="MarianneException">JobNotFound: another process removed the job.</exception>
    public async ValueTask<Job> LoadJobAsync() =>
        await Services.StoredJobs.LoadAsync(JobId, CancellationToken.None).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(JobId);

    /// <summary>Loads the job after items were added to it, which the score and the progress have from then on.</summary>
    /// <exception cref="MarianneException">JobNotFound: another process removed the job.</exception>
    public async ValueTask<Job> LoadItemsAsync()
    {
        Job job = await LoadJobAsync().ConfigureAwait(false);
        Score.Items.Learn(job);
        Journal.Begin(job.Progress);
        return job;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Limits.Dispose();
        LimitSlots.Dispose();
    }
}
