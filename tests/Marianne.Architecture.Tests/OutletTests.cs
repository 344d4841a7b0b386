using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>What leaves a run goes through one class, which takes only redacted values.</summary>
public class OutletTests
{
    private const string Outlet = "Marianne.Running.RunOutlet";
    private const string Redactor = "Marianne.Secrets.SecretRedactor";

    /// <summary>The interfaces through which a store is changed, and the types of Core that change one.</summary>
    private static readonly string[] Writers =
    [
        "Marianne.Jobs.IJobRepository",
        "Marianne.Jobs.ISheetStore",
        "Marianne.Jobs.IAttemptStore",
        "Marianne.Jobs.IAttachedHistoryStore",
        "Marianne.Jobs.IJobStore",
        "Marianne.Learning.IOutcomeStore",
        "Marianne.Learning.IRecoveryStore",
        "Marianne.Learning.IRateLimitStore",
        "Marianne.Learning.ICircuitStore",
        "Marianne.Learning.IClusterStore",
        "Marianne.Learning.ISheetLimitStore",
        "Marianne.Learning.ILearningImport",
        "Marianne.Learning.ILearningStore",
        "Marianne.History.AttachedHistories",
        "System.Action`1<Marianne.Running.JobEvent>",
    ];

    [Fact]
    public void Only_the_outlet_writes_to_stores_and_announces_events()
    {
        string[] found =
        [
            .. CallsIn(AssemblyFile.Runner)
                .Where(call => Writers.Contains(call.Called.DeclaringType.FullName) && TypeOf(call.Caller).FullName != Outlet)
                .Select(call => $"{call.Caller.FullName} calls {call.Called.FullName}"),
        ];

        Offences.AssertNone(found, "calls that pass the outlet by");
        Assert.Contains(CallsIn(AssemblyFile.Runner), call =>
            TypeOf(call.Caller).FullName == Outlet && call.Called.Name == "Invoke");
    }

    [Fact]
    public void The_outlet_takes_only_redacted_values()
    {
        // The name of a job, a query and a draft, which holds only the score, are no results of a run.
        string[] allowed =
        [
            "System.String", "System.Int32", "System.TimeProvider", "System.Threading.CancellationToken",
            "Marianne.Running.PreparedJob", "Marianne.Jobs.Worker", "Marianne.Policies.CircuitBreakerOptions", "Marianne.Learning.WaitScope",
            "Marianne.Learning.OutcomeQuery",
        ];
        using var module = AssemblyFile.ModuleOf(AssemblyFile.Runner);
        IEnumerable<ParameterDefinition> taken = module.GetType(Outlet).Methods
            .Where(method => method is { IsPublic: true, IsConstructor: false }).SelectMany(method => method.Parameters);

        Offences.AssertNone(
            taken.Where(parameter => !allowed.Contains(parameter.ParameterType.FullName) && !IsRedacted(parameter.ParameterType))
                .Select(parameter => $"{parameter.Name} of {parameter.Method}"),
            "parameters of the outlet that are not redacted");

        static bool IsRedacted(TypeReference type) => type is GenericInstanceType { Name: "IEnumerable`1", GenericArguments: [var element] }
            ? IsRedacted(element)
            : type.FullName.StartsWith("Marianne.Secrets.Redacted`1<", StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_secrets_of_the_score_make_a_redactor()
    {
        Offences.AssertNone(
            CallsIn(AssemblyFile.Runner)
                .Where(call => call.Called is { Name: ".ctor", DeclaringType.FullName: Redactor }
                    && TypeOf(call.Caller).FullName != Redactor)
                .Select(call => call.Caller.FullName),
            "methods that create a redactor of other values");
    }

    private static List<(MethodDefinition Caller, MethodReference Called)> CallsIn(string assembly)
    {
        using var module = AssemblyFile.ModuleOf(assembly);
        return
        [
            .. from type in module.GetTypes()
               from method in type.Methods
               where method.HasBody
               from instruction in method.Body.Instructions
               where instruction.OpCode.FlowControl == FlowControl.Call || instruction.OpCode == OpCodes.Ldftn
               let called = instruction.Operand as MethodReference
               where called is not null
               select (method, called),
        ];
    }

    /// <summary>Returns the outermost type of a method, which may be in a closure or a state machine.</summary>
    private static TypeDefinition TypeOf(MethodDefinition method)
    {
        TypeDefinition type = method.DeclaringType;
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
