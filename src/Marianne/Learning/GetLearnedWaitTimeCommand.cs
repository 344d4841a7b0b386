using System.Globalization;
using System.Management.Automation;
using Marianne.Errors;
using Marianne.Learning;
using Marianne.Waits;

namespace Marianne.Commands;

/// <summary>Gets the time to wait after an error, learned from earlier recoveries.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedWaitTime", HelpUri = HelpPage.Folder + "Get-LearnedWaitTime.md")]
[OutputType(typeof(LearnedWaitTime), typeof(RecoveryCurvePoint))]
public sealed class GetLearnedWaitTimeCommand : LearningCmdlet
{
    private static readonly string[] OfFormula = [nameof(MinimumSamples), nameof(MinimumConfidence)];

    private static readonly string[] OfCurve =
        [nameof(Waited), nameof(FailedTries), nameof(Since), nameof(Hint), nameof(Penalty), nameof(Service), nameof(Curve)];

    /// <summary>Specifies the codes of the errors. Wildcards are not supported. Tab completion is available.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[] ErrorCode { get; set; } = [];

    /// <summary>
    /// Specifies the wait to use if nothing was learned: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as
    /// '00:01:30', or a TimeSpan. The minimum is 0. The default is no static delay.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? StaticDelay { get; set; }

    /// <summary>
    /// Specifies the model. Wildcards are not supported. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the number of successful recoveries that are required to learn from them. The minimum is 1. The
    /// default is 3.
    /// </summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumSamples { get; set; } = LearnedWaitFormula.DefaultMinimumSamples;

    /// <summary>
    /// Specifies the confidence from which the static delay is no longer blended in, from 0 to 1. The default is 0.7.
    /// </summary>
    [Parameter]
    [Number]
    [ValidateRange(0.0, 1.0)]
    public double MinimumConfidence { get; set; } = LearnedWaitFormula.DefaultMinimumConfidence;

    /// <summary>
    /// Specifies how the wait is determined. <c>Compatible</c> uses the twenty most recent successful recoveries;
    /// <c>RecoveryCurve</c> uses failed attempts as well and plans the next attempt. The default is Compatible, or RecoveryCurve if a
    /// parameter is specified that only it has.
    /// </summary>
    [Parameter]
    public LearningStrategy? Strategy { get; set; }

    /// <summary>
    /// Specifies the time from the first error of the incident to the last failed attempt: a number of seconds such as 90 or '1.5', a
    /// text such as 30s, 10m or 2h, a time such as '00:01:30', or a TimeSpan. The minimum is 0. The default is 0: there was no attempt
    /// yet.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Waited { get; set; }

    /// <summary>Specifies the number of failed attempts after the first error. The minimum is 0. The default is 0.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int? FailedTries { get; set; }

    /// <summary>
    /// Specifies when the incident began: the time of its first error. Without it, recoveries at certain times of the clock are not
    /// recognized.
    /// </summary>
    [Parameter]
    [Time]
    public DateTime? Since { get; set; }

    /// <summary>
    /// Specifies the time from the first error to the reset time that the service named. It is trusted as far as earlier ones were
    /// right. The default is none.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Hint { get; set; }

    /// <summary>
    /// Specifies what a failed attempt costs, as a time: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a
    /// time such as '00:01:30', or a TimeSpan. The more it costs, the longer the waits. The default is 30 seconds.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Penalty { get; set; }

    /// <summary>Specifies the service whose attempts are used. The default is all services. Tab completion is available.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LearnedServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>
    /// Returns the recovery curve instead of a wait: for each time, the estimated share of incidents that have recovered by then.
    /// </summary>
    [Parameter]
    public SwitchParameter Curve { get; set; }

    private bool UsesCurve => Strategy == LearningStrategy.RecoveryCurve || Strategy is null && GivenOf(OfCurve).Any();

    private protected override void Begin()
    {
        string[] ofCurve = [.. GivenOf(OfCurve)];
        string[] ofFormula = [.. GivenOf(OfFormula)];
        if (UsesCurve && ofFormula is [string formula, ..])
            throw ParameterErrors.NotOfStrategy(formula, LearningStrategy.Compatible, ofCurve.FirstOrDefault());
        if (!UsesCurve && ofCurve is [string curve, ..])
            throw ParameterErrors.NotOfStrategy(curve, LearningStrategy.RecoveryCurve, other: null);
    }

    private protected override void Process() => ForEach(ErrorCode, code =>
    {
        if (UsesCurve)
            WriteEstimate(new WaitScope(code) { Model = Model.OrNone(), Service = Service.OrNone() });
        else
            WriteLearned(code);
    });

    private void WriteLearned(string code)
    {
        var query = new LearnedWaitQuery(code)
        {
            Model = Model.OrNone(),
            StaticDelay = StaticDelay,
            MinimumSamples = MinimumSamples,
            MinimumConfidence = MinimumConfidence,
        };
        if (Wait(new WaitTimeService(Learning).FindAsync(query, StopToken)) is { } wait)
            WriteObject(wait);
        else
            ReportNoWait(code, string.Create(CultureInfo.CurrentCulture, $"fewer than {MinimumSamples} successful recoveries"));
    }

    private void WriteEstimate(WaitScope scope)
    {
        var request = new WaitRequest(StaticDelay ?? ErrorCodes.Find(scope.ErrorCode)?.DefaultWait ?? WaitRequest.UnknownDelay)
        {
            Began = Instant.Of(Since),
            Now = DateTimeOffset.UtcNow,
            Waited = Waited ?? TimeSpan.Zero,
            FailedTries = FailedTries ?? 0,
            Hint = Hint,
            Penalty = Penalty ?? WaitRequest.DefaultPenalty,
        };
        var service = new WaitEstimateService(Learning, new RecoveryCurveEstimator());
        if (Curve)
        {
            WriteObject(Wait(service.GetCurveAsync(scope, request, StopToken)), enumerateCollection: true);
            return;
        }

        LearnedWaitTime wait = Wait(service.EstimateAsync(scope, request, StopToken));
        if (StaticDelay is not null || wait.SampleCount > 0)
            WriteObject(wait);
        else
            ReportNoWait(scope.ErrorCode, "no recoveries");
    }

    /// <summary>
    /// Writes why there is no learned wait: a warning at the prompt, and a verbose message in a script, which handles an empty result.
    /// </summary>
    private void ReportNoWait(string code, string what)
    {
        string filter = $"{(Model is null ? "" : $" with the model '{Model}'")}{(Service is null ? "" : $" of the service '{Service}'")}";
        string text = $"There is no learned wait for '{code}': {what} from it{filter} are in the learning store. "
            + "-StaticDelay specifies the wait to use until then.";
        if (MyInvocation.CommandOrigin == CommandOrigin.Runspace)
            WriteWarning(text);
        else
            WriteVerbose(text);
    }

    private IEnumerable<string> GivenOf(IEnumerable<string> names) => names.Where(MyInvocation.BoundParameters.ContainsKey);
}
