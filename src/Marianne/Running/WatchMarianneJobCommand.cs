using System.Management.Automation;
using Marianne.Stores;
using Marianne.Watching;

namespace Marianne.Commands;

/// <summary>Shows jobs live: their sheets, waits, workers, costs and outputs.</summary>
[Cmdlet(VerbsCommon.Watch, "MarianneJob", HelpUri = HelpPage.Folder + "Watch-MarianneJob.md")]
[OutputType(typeof(string))]
public sealed class WatchMarianneJobCommand : JobStoreCmdlet
{
    private const string ConsoleHost = "ConsoleHost";

    private readonly List<string> _ids = [];

    /// <summary>
    /// Specifies the ids of the jobs. The sheets of a single job are shown, and a list of several. Wildcards are supported, and
    /// patterns are not case-sensitive. The default is all jobs. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the id does not exist in the store and has no wildcards.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    private protected override void Process() => ForEach(Id ?? [], id => _ids.AddRange(Find(id).Select(job => job.Id)));

    private protected override void Complete()
    {
        string[]? ids = Id is null ? null : [.. _ids.Distinct()];
        if (ids is [])
            return;

        var watch = new JobWatch(Jobs, TimeProvider.System)
        {
            OwnInstruments = ScoreReaders.OwnInstruments,
            OutputFolder = DefaultPaths.RunningOutputs,
            Update = async (id, update, cancellationToken) =>
                await Jobs.UpdateAsync(id, update, cancellationToken).ConfigureAwait(false),
        };
        var console = new SystemWatchConsole();
        if (console.IsInteractive && Host.Name == ConsoleHost)
        {
            Wait(new ValueTask(watch.ShowAsync(console, ids, StopToken)));
            return;
        }

        foreach (string line in Read(watch.ReadLinesAsync(ids, StopToken)))
            WriteObject(line);
    }
}
