using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Sets how long a store keeps jobs that have ended.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "MarianneRetention",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Set-MarianneRetention.md")]
[OutputType(typeof(RetentionRule))]
public sealed class SetMarianneRetentionCommand : JobStoreCmdlet
{
    /// <summary>What is kept for less is probably a number that was meant in days.</summary>
    private static readonly TimeSpan ShortTime = TimeSpan.FromHours(1);

    /// <summary>
    /// Specifies how long Completed jobs are kept after they have ended: a number of seconds, a text such as <c>30d</c>, or a TimeSpan.
    /// <c>$null</c> keeps them for ever. By default, it is not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? Completed { get; set; }

    /// <summary>
    /// Specifies how long Failed jobs are kept after they have ended, as for <c>-Completed</c>. By default, it is not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? Failed { get; set; }

    /// <summary>
    /// Specifies how long Cancelled jobs are kept after they have ended, as for <c>-Completed</c>. By default, it is not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? Cancelled { get; set; }

    /// <summary>
    /// Specifies how long outcomes and recoveries are kept in the learning store, as for <c>-Completed</c>. The newest 200 recoveries of
    /// each error code, model and service stay. By default, it is not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? Learned { get; set; }

    /// <summary>
    /// Specifies how many of the jobs of each name are kept at least, those that ended last: 0 or more. By default, it is not changed.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: the number is negative.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [WholeNumber]
    public int? Keep { get; set; }

    /// <summary>Returns the rule as it is after the change. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (Keep < 0)
            throw ParameterErrors.NegativeKeep(Keep.Value);

        WarnIfShort(nameof(Completed), Completed);
        WarnIfShort(nameof(Failed), Failed);
        WarnIfShort(nameof(Cancelled), Cancelled);
        WarnIfShort(nameof(Learned), Learned);
        RetentionRule planned = Change(Wait(Jobs.GetRetentionAsync(StopToken)));
        if (!ShouldProcess(Connected.ToString()!, ActionOf(planned)))
            return;

        RetentionRule rule = Wait(Jobs.SetRetentionAsync(Change, StopToken));
        if (PassThru)
            WriteObject(rule);
    }

    private RetentionRule Change(RetentionRule current) => current with
    {
        Completed = IsBound(nameof(Completed)) ? Completed : current.Completed,
        Failed = IsBound(nameof(Failed)) ? Failed : current.Failed,
        Cancelled = IsBound(nameof(Cancelled)) ? Cancelled : current.Cancelled,
        Learned = IsBound(nameof(Learned)) ? Learned : current.Learned,
        Keep = Keep ?? current.Keep,
    };

    private void WarnIfShort(string parameter, TimeSpan? age)
    {
        if (age < ShortTime)
        {
            WriteWarning(
                $"-{parameter} is only {DisplayText.Kept(age)}: what is older is removed when history is cleared. A number without a unit is "
                + "in seconds; 30d is 30 days.");
        }
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private static string ActionOf(RetentionRule rule) =>
        $"Keep Completed jobs {DisplayText.Kept(rule.Completed)}, Failed jobs {DisplayText.Kept(rule.Failed)}, "
        + $"Cancelled jobs {DisplayText.Kept(rule.Cancelled)}, and at least {rule.Keep} of each name; "
        + $"keep what was learned {DisplayText.Kept(rule.Learned)}";
}
