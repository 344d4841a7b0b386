using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Limits how many sheets of an instrument run at once and begin in an hour, in all jobs and on all hosts.</summary>
[Cmdlet(VerbsCommon.Set, "MarianneLimit", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Set-MarianneLimit.md")]
[OutputType(typeof(SheetLimit))]
public sealed class SetMarianneLimitCommand : LimitCmdlet
{
    /// <summary>
    /// Specifies the names of the limits: the names of instruments, or the names that sheets give with the key <c>limit</c>. Names are
    /// case-sensitive, and wildcards are not supported. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidRecord: the name or a number is not valid. InvalidParameter: the limit would limit nothing. The other names are processed.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [LimitName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LimitedNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// Specifies how many sheets may run at once: 1 or more. <c>$null</c> removes this number from the limit. By default, it is not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? Concurrent { get; set; }

    /// <summary>
    /// Specifies how many attempts may begin within any hour: 1 or more. <c>$null</c> removes this number from the limit. By default, it is
    /// not changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? PerHour { get; set; }

    /// <summary>Returns the limit as it is after the change. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEach(Name, name =>
    {
        SheetLimit planned = Change(name, Find(name));
        LearningValidator.Check(planned);
        if (!ShouldProcess(name, $"Limit to {DisplayText.LimitNumbers(planned)}"))
            return;

        Wait(Learning.UpdateLimitAsync(name, current => Change(name, current), StopToken));
        if (PassThru)
            WriteObject(Find(name));
    });

    private SheetLimit Change(string name, SheetLimit? current) => (current ?? new SheetLimit { Name = name }) with
    {
        Concurrent = MyInvocation.BoundParameters.ContainsKey(nameof(Concurrent)) ? Concurrent : current?.Concurrent,
        PerHour = MyInvocation.BoundParameters.ContainsKey(nameof(PerHour)) ? PerHour : current?.PerHour,
    };
}
