using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>The properties of a job in the background that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class BackgroundJobProperties
{
    /// <summary>
    /// The state of the job and the reason for which it failed. A job of a module cannot set the reason in the state itself.
    /// </summary>
    public static object? GetJobStateInfo(PSObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.BaseObject is BackgroundJob job ? new JobStateInfo(job.JobStateInfo.State, job.Failure) : null;
    }

    /// <summary>The id of the Marianne job that runs, or <c>null</c> if it is not created yet.</summary>
    public static object? GetMarianneJobId(PSObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return (instance.BaseObject as BackgroundJob)?.MarianneJobId;
    }
}
