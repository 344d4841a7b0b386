using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// <para>Saves what was changed of jobs, whole or not at all.</para>
/// <para>A job that somebody else saved after it was loaded is not overwritten, unless forced.</para>
/// </summary>
[Cmdlet(VerbsData.Save, "MarianneCheckpoint", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class SaveMarianneCheckpointCommand : JobStoreCmdlet
{
    /// <summary>The jobs, as New-MarianneJob and Get-MarianneJob write them.</summary>
    /// <exception cref="MarianneException">
    /// NotLiveObject: it came from another process or session. SaveConflict: somebody else saved it meanwhile.
    /// InvalidJob, InvalidSheet: a value must not be written.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Job")]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Saves over what somebody else saved meanwhile.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the job, with the time of this save.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEach(InputObject, Save);

    private void Save(PSObject input)
    {
        Job job = Live(input);
        if (!ShouldProcess(job.Id, "Save"))
            return;

        Wait(Jobs.SaveAsync(job, Force ? SaveMode.Overwrite : SaveMode.IfUnchanged, StopToken));
        if (PassThru)
            WriteObject(job);
    }

    private static Job Live(PSObject input) => input.BaseObject switch
    {
        Job job => job,
        _ when input.TypeNames.Contains("Deserialized." + typeof(Job).FullName) =>
            throw ParameterErrors.NotLive(input, input.Properties[nameof(Job.Id)]?.Value),
        { } other => throw ParameterErrors.NotAJob(other),
    };
}
