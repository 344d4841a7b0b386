using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>
/// What a plan knows of the sources that the run reads again because they may have other items by then: see <see cref="SourceLook"/>.
/// Commands are not run.
/// </summary>
internal sealed class PlannedSources
{
    private readonly Dictionary<int, ItemList?> _lists = [];
    private readonly HashSet<int> _extended;
    private readonly SortedDictionary<int, int> _causes = [];

    /// <summary>Reads the sources of a job.</summary>
    /// <param name="prepared">The prepared job.</param>
    /// <param name="graph">The dependencies of its sheets.</param>
    public PlannedSources(PreparedJob prepared, DependencyGraph graph)
    {
        Score score = prepared.Score;
        if (prepared is { LooksAtSources: true, IsOver: false })
        {
            foreach (int number in score.Numbers.Where(number => SourceLook.MayHaveOthers(score, number)))
                _lists.Add(number, Read(score, number));
        }

        _extended = [.. _lists.Where(entry => entry.Value is { } list && HasNew(score, entry.Key, list)).Select(entry => entry.Key)];
        if (_extended.Count > 0)
            FindDependents(graph);
    }

    /// <summary>Determines whether the run reads the source of a sheet again before it starts sheets.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool AreRead(int number) => _lists.ContainsKey(number);

    /// <summary>Determines whether the source of a sheet has items that the job does not have.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool HaveNewItems(int number) => _extended.Contains(number);

    /// <summary>Determines whether only the run finds out if the source of a sheet has new items.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool AreUnknown(int number) => _lists.TryGetValue(number, out ItemList? list) && list is null;

    /// <summary>
    /// Returns the number of the sheet because of whose new items a sheet runs again: its own, or that of one that it depends on.
    /// It is <c>null</c> if there are none.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public int? CauseOf(int number) => HaveNewItems(number) ? number : _causes.TryGetValue(number, out int cause) ? cause : null;

    /// <summary>Returns the items that a source has now, or <c>null</c> if it is known only to the run, or cannot be read.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    public static ItemList? Read(Score score, int number)
    {
        ForEachOptions source = score.SheetOf(number).ForEach!;
        if (source.Command is not null || OutputUses.In(score).Any(use => use.Number == number && use.IsSource))
            return null;
        if (source.Path is not null && !Directory.Exists(score.WorkspacePath))
            return new ItemList([]); // The run creates the folder.

        var attempt = new SheetAttempt { Score = score, JobId = "", Number = number, Attempt = 1, Mode = "" };
        try
        {
            return new ItemSource(attempt, command: null, SecretRedactor.None).Read();
        }
        catch (ItemSourceException)
        {
            return null; // The run reports it.
        }
    }

    private static bool HasNew(Score score, int number, ItemList list) =>
        ItemChanges.Between(score.Items.Of(number).Select(item => item.Item), list).New > 0;

    private void FindDependents(DependencyGraph graph)
    {
        foreach (int number in graph.Groups().SelectMany(group => group).Where(number => !HaveNewItems(number)))
        {
            foreach (int cause in graph.DependenciesOf(number).Where(other => CauseOf(other) is not null).Order().Take(1))
                _causes.Add(number, cause);
        }
    }
}
