using System.Collections;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Commands;

public sealed partial class InvokeMarianneJobCommand
{
    private const string ForEachSet = "ForEach";
    private const string ReduceName = "reduce";
    private const int MostItemsAtOnce = 20;

    private readonly List<object?> _inputs = [];

    /// <summary>
    /// Specifies the items, usually from the pipeline. Each has a key by which it is found again: its path, Id or Name; text and numbers are
    /// their own. Files and folders are kept as their full paths, other live objects as their keys, with a warning.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidItem: an item is <c>null</c>, has no key or an empty one, cannot be kept, or has the same key as another. No job is created.
    /// </exception>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ForEachSet)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object?[]? InputObject { get; set; } = [];

    /// <summary>
    /// Specifies the script block that runs once for each item, as a sheet of the job. <c>$_</c> is the item, and <c>$Item.Key</c> its key.
    /// Running the same line again runs the items that are new, have failed or were interrupted, also if the job is Completed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    public ScriptBlock? ForEach { get; set; }

    /// <summary>
    /// Specifies a script block that returns the key of the item <c>$_</c>: a text or a number that is different for each item and the
    /// same each time. The hash of a key of more than 200 characters is used.
    /// </summary>
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    public ScriptBlock? Key { get; set; }

    /// <summary>
    /// Specifies a script block that runs when all items are completed, as a sheet of the job. <c>$Items</c> has their results in order. It
    /// runs again when an item has run, or when there are other items.
    /// </summary>
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    public ScriptBlock? Reduce { get; set; }

    /// <summary>
    /// Specifies the keys of the items of a job to run, also if they are completed, and the sheets that use their results. A file is also
    /// found by its path from the workspace. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">ItemNotFound: the job has no item with the key.</exception>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ItemKeyCompleter))]
    public string[] ItemKey { get; set; } = [];

    private ItemList? Items { get; set; }

    private protected override void Complete()
    {
        if (ParameterSetName != ForEachSet)
            return;
        if (_inputs.Count == 0)
        {
            WriteWarning($"There are no items, so nothing of '{Name}' was run.");
            return;
        }

        if (ThrottleLimit > MostItemsAtOnce)
            throw InvocationErrors.ThrottleLimitTooHigh(ThrottleLimit, MostItemsAtOnce);

        Items = new ItemReader(Key, WriteWarning).Read(_inputs);
        Plan(CreateForEachScore());
    }

    /// <summary>Returns a block that a score can have: the script of a sheet is not empty.</summary>
    private static ScriptBlock? Written(ScriptBlock? block) => string.IsNullOrWhiteSpace(block?.ToString()) ? ScriptBlock.Create("# Nothing") : block;

    private Score CreateForEachScore()
    {
        object?[] sheets = [Written(ForEach), Reduce is null ? null : new Hashtable { ["name"] = ReduceName, ["script"] = Written(Reduce) }];
        Score score = new ScoreParameters
        {
            Name = Name,
            Sheets = [.. sheets.OfType<object>()],
            Workspace = Workspace is null ? null : FullPath(Workspace),
            Option = Option,
        }.ToScore(Here);
        return ForEachScore.Of(score, MyInvocation.BoundParameters.ContainsKey(nameof(ThrottleLimit)) ? ThrottleLimit : null);
    }
}
