using System.Reflection;
using Marianne.Learning;

namespace Marianne.Runner.Tests.Running;

/// <summary>A learning store that calls a test before it records outcomes.</summary>
public class HookedLearning : DispatchProxy
{
    private ILearningStore _inner = null!;
    private Func<IReadOnlyList<OutcomeReport>, Task> _onOutcomes = null!;

    /// <summary>Creates a store.</summary>
    /// <param name="inner">The store that records.</param>
    /// <param name="onOutcomes">Called before outcomes are recorded.</param>
    public static ILearningStore Of(ILearningStore inner, Func<IReadOnlyList<OutcomeReport>, Task> onOutcomes)
    {
        ILearningStore proxy = Create<ILearningStore, HookedLearning>();
        var hooked = (HookedLearning)(object)proxy;
        (hooked._inner, hooked._onOutcomes) = (inner, onOutcomes);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(ILearningStore.RecordOutcomesAsync))
            return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);

        Task<IReadOnlyList<LearnedOutcome>> recording = RecordAsync((IReadOnlyList<OutcomeReport>)args![0]!);
        return new ValueTask<IReadOnlyList<LearnedOutcome>>(recording);
    }

    private async Task<IReadOnlyList<LearnedOutcome>> RecordAsync(IReadOnlyList<OutcomeReport> reports)
    {
        await _onOutcomes(reports);
        return await _inner.RecordOutcomesAsync(reports, CancellationToken.None);
    }
}
