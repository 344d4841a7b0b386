using System.Collections.Frozen;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>A job that was found or drafted for a run, with its score. Nothing of it was saved.</summary>
/// <param name="Request">The request.</param>
/// <param name="Job">The job with its sheets.</param>
/// <param name="Score">The score to run, with full paths.</param>
/// <param name="Config">The score as the job keeps it.</param>
/// <param name="IsResumed">Indicates whether the job exists; otherwise it is a draft.</param>
/// <param name="IsChanged">Indicates whether the job was created with another score.</param>
internal sealed record PreparedJob(
    RunRequest Request, Job Job, Score Score, JobConfig Config, bool IsResumed, bool IsChanged)
{
    /// <summary>The changes of the score in words, or <c>null</c> if there are none.</summary>
    public string? Changes { get; init; }

    /// <summary>The sheets that run again, or <c>null</c> if only those run that are not done.</summary>
    public Rerun? Rerun { get; init; }

    /// <summary>The job that <see cref="Job"/>, a draft, was forked from; <c>null</c> if it is not a fork.</summary>
    public Job? Original { get; init; }

    /// <summary>The numbers of the sheets whose text has changed since the job's last run.</summary>
    public IReadOnlySet<int> ChangedTexts { get; init; } = FrozenSet<int>.Empty;

    /// <summary>The numbers of the sheets that use a parameter whose value has changed since the job's last run.</summary>
    public IReadOnlySet<int> ChangedInputs { get; init; } = FrozenSet<int>.Empty;

    /// <summary>The numbers of the sheets with items of another source than the one of the score, which is read again.</summary>
    public IReadOnlySet<int> ChangedSources { get; init; } = FrozenSet<int>.Empty;

    /// <summary>Indicates whether the job is Completed, and the run changes no sheet of it.</summary>
    public bool IsOver => Job.Status == JobStatus.Completed && !ChangesSheets && Again.Count == 0;

    /// <summary>The tags that the run adds to the job: those of the request and of a changed score.</summary>
    public IReadOnlyList<string> NewTags => IsChanged ? [.. Score.Tags, .. Request.Tags] : Request.Tags;

    /// <summary>The score as it was written, if <see cref="Score"/> has a sheet for each item.</summary>
    public Score Written { get => field ?? Score; init; }

    /// <summary>The job as it is when the run starts, if that changes its sheets.</summary>
    public Job Planned { get => field ?? Job; init; }

    /// <summary>The items that the source of the job has now; <c>null</c> if they do not change.</summary>
    public ItemList? Items { get; init; }

    /// <summary>The sheets that the run may start; <c>null</c> for all that are not done.</summary>
    public IReadOnlySet<int>? Chosen { get; init; }

    /// <summary>The numbers of the sheets that run again although they are done.</summary>
    public IReadOnlyList<int> Again { get; init; } = [];

    /// <summary>The numbers of those sheets of <see cref="Again"/> that read the source of their items again.</summary>
    public IReadOnlyCollection<int> Reread { get; init; } = [];

    /// <summary>
    /// Indicates whether sources of items are read again that may have others by now. A run of chosen sheets or items adds none.
    /// </summary>
    public bool LooksAtSources => IsResumed && Score.HasForEach && Request is { Selection: null, ItemKeys.Count: 0 };

    /// <summary>Indicates whether the start of the run changes sheets, so that also a Completed job has something to run.</summary>
    public bool ChangesSheets => !ReferenceEquals(Planned, Job) && Planned.IsChanged;

    /// <summary>
    /// Determines whether the run does nothing with a sheet: it is Completed or Skipped, or has failed as the score allows, and does not run
    /// again; or another one was chosen. The score may have more sheets than the job.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public bool IsDone(int number) => Chosen?.Contains(number) == false
        || (number <= Planned.TotalSheets
            && (Planned.Sheets.HasEnded(number) || Rerun?.Kept.Contains(number) == true)
            && Rerun?.Causes.ContainsKey(number) != true);

    /// <summary>Determines whether a sheet, or an item of it, is done, so that a change of its text concerns results that are kept.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool HasResults(int number) => IsDone(number)
        || (Score.IsParent(number) && Score.Items.Of(number).Any(item => IsDone(item.Number)));
}
