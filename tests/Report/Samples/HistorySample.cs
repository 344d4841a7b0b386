using System.Globalization;
using Marianne.History;

namespace Marianne.ReportSamples;

/// <summary>A state machine with branches, of which one failed.</summary>
internal static class HistorySample
{
    public static ExecutionHistory Create()
    {
        var clock = new FixedClock();
        int next = 0;
        var history = new ExecutionHistory("order", new ExecutionHistoryOptions
        {
            ExecutionId = "sample",
            Time = clock,
            NewId = () => string.Create(CultureInfo.InvariantCulture, $"step-{++next}"),
        });
        ExecutionStep root = Add("receive", null);
        for (int branch = 1; branch <= 20; branch++)
        {
            ExecutionStep check = Add($"check stock {branch}", root.Id);
            ExecutionStep pay = Add("pay", check.Id, branch == 7 ? "<b>The card was refused.</b>" : null);
            if (branch != 7)
                Add("ship", pay.Id);
        }

        history.Complete();
        return history;

        ExecutionStep Add(string state, string? parent, string? error = null)
        {
            ExecutionStep step = history.Add(state, parent);
            history.Update(step.Id, new StepUpdate { Status = StepStatus.InProgress });
            clock.Now = clock.Now.AddSeconds(1.5);
            history.Update(step.Id, error is null
                ? new StepUpdate { Status = StepStatus.Completed, Arc = "next" }
                : new StepUpdate { Status = StepStatus.Failed, Error = error });
            return step;
        }
    }
}
