using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Clears the history of jobs that have ended, and gives the space back.</summary>
[Cmdlet(
    VerbsCommon.Clear,
    "MarianneHistory",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Clear-MarianneHistory.md")]
[OutputType(typeof(ClearingResult))]
public sealed class ClearMarianneHistoryCommand : JobStoreCmdlet
{
    private const string Activity = "Clearing history";

    private bool _mayRelease;

    /// <summary>
    /// Specifies how long ago jobs have ended whose history is cleared: a number of seconds, a text such as <c>30d</c> or <c>12h</c>, or a
    /// TimeSpan. The default, with <c>-Keep</c>, is any time.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: neither this parameter nor <c>-Keep</c> or <c>-Compact</c> is specified.</exception>
    [Parameter]
    [ValidateNotNull]
    [Duration]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>
    /// Specifies how many of the jobs of each name are kept at least, those that ended last: 0 or more. The default is 0.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the number is negative.</exception>
    [Parameter]
    [ValidateNotNull]
    [WholeNumber]
    public int? Keep { get; set; }

    /// <summary>Indicates that the history of Failed jobs is kept. By default, it is cleared like that of other jobs.</summary>
    [Parameter]
    public SwitchParameter KeepFailed { get; set; }

    /// <summary>
    /// Specifies the names of the jobs. Wildcards are supported, and patterns are not case-sensitive. The default is all names.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Specifies what is cleared: Jobs for the jobs with everything that belongs to them, Attempts for their recorded attempts, Output for
    /// the prompts and outputs of these, or Learned for outcomes and recoveries in the learning store. The default is Jobs.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: Learned is specified without <c>-OlderThan</c>, or with <c>-Name</c>.
    /// </exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public HistoryPart[] What { get; set; } = [HistoryPart.Jobs];

    /// <summary>
    /// Indicates that the cmdlet rewrites the store without free space afterwards, also a file that cannot shrink in steps. Other processes
    /// wait meanwhile. By default, it does not.
    /// </summary>
    /// <exception cref="MarianneException">StoreFull: the disk has no room for that.</exception>
    [Parameter]
    public SwitchParameter Compact { get; set; }

    /// <summary>Returns for each part what was cleared. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private HistoryCleaner Cleaner => field ??= new HistoryCleaner(Jobs, TimeProvider.System);

    private protected override bool NeedsStore => true;

    private bool ClearsLearned => What.Contains(HistoryPart.Learned);

    private protected override void Process()
    {
        if (OlderThan is not null || Keep is not null || !Compact)
            ClearAll(Rule());
        if (Compact && ClearsLearned && ShouldProcess($"{Connected.Learning.Location ?? "memory"}", "Rewrite without free space"))
            Warn(Wait(Connected.Learning.CompactAsync(StopToken))?.Obstacle);
        if (Compact && ShouldProcess(Connected.ToString()!, "Rewrite without free space"))
            Rewrite();
        ForEach(Cleaner.Warnings, WriteWarning);
    }

    private void ClearAll(RetentionRule rule)
    {
        var query = new JobQuery { Name = Name is null ? null : Wildcards.AnyOrEqual(Name) };
        if (ClearsLearned)
            ClearLearned();
        HistoryPart[] parts = [.. What.Where(part => part != HistoryPart.Learned).Distinct().OrderDescending()];
        IReadOnlyList<EndedJob> ended = parts.Length == 0 ? [] : Wait(Cleaner.SelectAsync(query, _ => rule, StopToken));
        List<HistoryPart> pretended = [];
        ForEach(parts, part => Clear(part, ended, pretended));
        if (_mayRelease && !Jobs.IsReadOnly)
            Warn(Wait(Cleaner.ReleaseSpaceAsync(StopToken)));
        RemoveProgress(Activity);
    }

    private void ClearLearned()
    {
        var cleaner = new LearningCleaner(Connected.Learning, TimeProvider.System);
        LearnedAmount planned = Wait(cleaner.MeasureAsync(OlderThan!.Value, StopToken));
        LearnedAmount cleared = default;
        string store = Connected.Learning.Location ?? Connected.ToString()!;
        if (planned.Records == 0)
            WriteVerbose($"No outcome or recovery of '{store}' is old enough to be cleared.");
        else if (!ShouldProcess(store, ActionOf(planned)))
            return;

        foreach (LearnedAmount step in planned.Records == 0 ? [] : Read(cleaner.ClearAsync(OlderThan.Value, StopToken)))
        {
            cleared += step;
            string status = $"{cleared.Records} of {CountText.Of(planned.Records, "record")}";
            ShowProgress(Activity, status, (int)(100 * cleared.Records / planned.Records));
        }

        if (cleared.Records > 0)
            Warn(Wait(cleaner.ReleaseSpaceAsync(() => true, StopToken)));
        if (PassThru)
            WriteObject(new ClearingResult(HistoryPart.Learned, 0, 0, cleared.Bytes) { Records = cleared.Records });
    }

    private void Rewrite()
    {
        if (Wait(Jobs.CompactAsync(StopToken)) is { } rewritten)
            Warn(rewritten.Obstacle);
        else
            WriteVerbose($"'{Connected}' has no free space that could be given back.");
    }

    private void WarnOfKept(long count) =>
        WriteWarning(count == 1
            ? "1 job was kept, because it has changed meanwhile, is in use or is damaged."
            : $"{count} jobs were kept, because they have changed meanwhile, are in use or are damaged.");

    private void Warn(string? obstacle)
    {
        if (obstacle is not null)
            WriteWarning(obstacle);
    }

    private RetentionRule Rule()
    {
        if (OlderThan is null && Keep is null)
            throw ParameterErrors.NothingToClear();
        if (Keep < 0)
            throw ParameterErrors.NegativeKeep(Keep.Value);
        if (ClearsLearned && OlderThan is null)
            throw ParameterErrors.NoAgeOfLearning();
        if (ClearsLearned && Name is not null)
            throw ParameterErrors.NamedLearning();

        TimeSpan age = OlderThan ?? TimeSpan.Zero;
        return new RetentionRule { Completed = age, Cancelled = age, Failed = KeepFailed ? null : age, Keep = Keep ?? 0 };
    }

    /// <summary>Clears a part of the history of jobs, if the user confirms it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="ended">The jobs.</param>
    /// <param name="pretended">The parts that <c>-WhatIf</c> would have cleared before; this one is added.</param>
    private void Clear(HistoryPart part, IReadOnlyList<EndedJob> ended, List<HistoryPart> pretended)
    {
        HistoryAmount planned = Wait(Cleaner.MeasureAsync(part, ended, pretended, StopToken));
        if (planned.Jobs == 0)
        {
            _mayRelease |= !IsWhatIf; // An earlier call may have been ended before it had given all space back.
            if (part == HistoryPart.Jobs && ended.Count > 0)
                WarnOfKept(ended.Count);
            else
                WriteVerbose($"No {Describe(part)} of '{Connected}' is old enough to be cleared.");
            WriteResult(part, default);
        }
        else if (ShouldProcess(Connected.ToString()!, ActionOf(part, planned)))
        {
            _mayRelease = true;
            WriteResult(part, Clear(part, ended, planned));
        }
        else if (IsWhatIf)
        {
            pretended.Add(part);
        }
    }

    private HistoryAmount Clear(HistoryPart part, IReadOnlyList<EndedJob> ended, HistoryAmount planned)
    {
        HistoryAmount cleared = default;
        foreach (HistoryAmount step in Read(Cleaner.ClearAsync(part, ended, StopToken)))
        {
            cleared += step;
            ShowProgress(Activity, $"{cleared.Jobs} of {CountText.Of(planned.Jobs, "job")}", (int)(100 * cleared.Jobs / planned.Jobs));
        }

        if (part == HistoryPart.Jobs && cleared.Jobs < ended.Count)
            WarnOfKept(ended.Count - cleared.Jobs);
        return cleared;
    }

    private void WriteResult(HistoryPart part, HistoryAmount cleared)
    {
        if (PassThru)
            WriteObject(new ClearingResult(part, cleared.Jobs, cleared.Attempts, cleared.Bytes));
    }

    private static string ActionOf(LearnedAmount amount) =>
        $"Remove {CountText.Of(amount.Outcomes, "outcome")} and "
        + $"{CountText.Of(amount.Recoveries, "recovery", "recoveries")}, {ByteText.Of(amount.Bytes)}";

    private static string ActionOf(HistoryPart part, HistoryAmount amount)
    {
        string size = ByteText.Of(amount.Bytes);
        string jobs = CountText.Of(amount.Jobs, "job");
        string attempts = CountText.Of(amount.Attempts, "recorded attempt");
        return part switch
        {
            HistoryPart.Jobs => $"Remove {jobs} with {attempts}, {size}",
            HistoryPart.Attempts => $"Remove {attempts} of {jobs}, {size}",
            _ => $"Remove the prompts and outputs of {attempts} of {jobs}, {size}",
        };
    }

    private static string Describe(HistoryPart part) => part switch
    {
        HistoryPart.Jobs => "job",
        HistoryPart.Attempts => "recorded attempt",
        _ => "prompt or output",
    };
}
