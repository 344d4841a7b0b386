using System.Management.Automation;
using Marianne.Running;
using Marianne.Working;

namespace Marianne.Commands;

/// <remarks>The parameters and the work of a session that is a worker.</remarks>
public sealed partial class InvokeMarianneJobCommand
{
    private const string WorkerSet = "Worker";

    /// <summary>
    /// Indicates that this session is a worker: it runs sheets of all queued jobs of the store, together with the other workers, until
    /// Ctrl+C ends it, and returns the jobs on which it worked as they end. Unlike marianne-worker, it runs scripts, too.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: workers cannot share the store. JobFailed: a job on which it worked has failed.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = WorkerSet)]
    public SwitchParameter Worker { get; set; }

    /// <summary>
    /// Specifies the tags of the jobs to work on; a job needs one of them. Tags are not case-sensitive, and wildcards are not
    /// supported. The default is any job.
    /// </summary>
    [Parameter(ParameterSetName = WorkerSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralTagCompleter))]
    public string[] Queue { get; set; } = [];

    /// <summary>
    /// Specifies the time that running sheets get to end after Ctrl+C, and when the session ends: a number of seconds such as 90, a
    /// text such as 30s, 10m or 2h, a time such as '00:01:30', or a TimeSpan of at most 14 days. Then they are interrupted, and any
    /// worker runs them again. The default is 0: they are interrupted at once.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it is longer than 14 days.</exception>
    [Parameter(ParameterSetName = WorkerSet)]
    [Duration]
    public TimeSpan Grace { get; set; }

    /// <summary>
    /// Indicates that the worker ends when there is nothing left that it could run. By default, it waits for more jobs.
    /// </summary>
    [Parameter(ParameterSetName = WorkerSet)]
    public SwitchParameter UntilIdle { get; set; }

    private void Work()
    {
        if (Grace > WorkerOptions.LongestGrace)
            throw InvocationErrors.GraceTooLong(Grace);
        if (!ShouldProcess($"{Connected}", "Run the sheets of queued jobs"))
            return;

        using var invocation = new WorkerInvocation(
            Connected,
            new WorkerOptions { Parallel = ThrottleLimit, Grace = Grace, Tags = Queue, UntilIdle = UntilIdle });
        var display = new WorkerDisplay(this);
        using var news = new EventQueue<WorkerNews>();
        Task work = invocation.RunAsync(
            jobEvent => news.Add(new WorkerNews(jobEvent)), job => news.Add(new WorkerNews(null, job)), StopToken);
        news.Follow(work, item => Show(item, display), invocation.Stop, StopToken);
        if (!StopToken.IsCancellationRequested)
            display.Complete();
        work.GetAwaiter().GetResult();
    }

    private void Show(WorkerNews? item, WorkerDisplay display)
    {
        display.Show(item?.Event);
        if ((PassThru || Event) && item?.Event is { Kind: not JobEventKind.SheetOutput } jobEvent)
            WriteObject(jobEvent);
        if (item?.Ended is { } job)
            ForEach([job], WriteEnded);
    }
}
