using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Marianne.Benchmarks;

/// <summary>
/// An object of a class with benchmarks, with one of the parameters of the class. BenchmarkDotNet, for which the class is written,
/// measures one benchmark after the other: on a machine with other load, the ratio of two of them then differs from run to run.
/// </summary>
internal sealed class BenchmarkClass : IAsyncDisposable
{
    private readonly object _instance;
    private readonly string? _parameter;

    private BenchmarkClass(Type type, PropertyInfo? property, object? parameter)
    {
        _instance = Activator.CreateInstance(type)!;
        property?.SetValue(_instance, parameter);
        _parameter = property is null ? null : Convert.ToString(parameter, CultureInfo.InvariantCulture);
    }

    private IEnumerable<BenchmarkOperation> Operations => With<BenchmarkAttribute>().Select(method => new BenchmarkOperation(
        $"{_instance.GetType().Name}.{method.Name}{(_parameter is null ? "" : $"({_parameter})")}",
        CallOf(method),
        With<IterationSetupAttribute>().SingleOrDefault()?.CreateDelegate<Action>(_instance),
        method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke));

    /// <summary>Returns the classes with benchmarks that have a target.</summary>
    public static IEnumerable<Type> All => typeof(Target).Assembly.GetTypes()
        .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute))))
        .Where(type => Target.All.Any(target => target.Benchmark.StartsWith($"{type.Name}.", StringComparison.Ordinal)));

    /// <summary>Returns the times of the benchmarks of a class with all their parameters in nanoseconds, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(Type type)
    {
        PropertyInfo? property = type.GetProperties().SingleOrDefault(property => property.IsDefined(typeof(ParamsAttribute)));
        object?[] parameters = property?.GetCustomAttribute<ParamsAttribute>()!.Values ?? [null];
        BenchmarkClass[] classes = [.. parameters.Select(parameter => new BenchmarkClass(type, property, parameter))];
        try
        {
            foreach (BenchmarkClass created in classes)
                await created.CallAllAsync<GlobalSetupAttribute>();
            return await BenchmarkTurns.MeasureAsync([.. classes.SelectMany(created => created.Operations)]);
        }
        finally
        {
            foreach (BenchmarkClass created in classes)
                await created.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CallAllAsync<GlobalCleanupAttribute>();

    private IEnumerable<MethodInfo> With<TAttribute>()
        where TAttribute : Attribute => _instance.GetType().GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));

    private async Task CallAllAsync<TAttribute>()
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in With<TAttribute>())
            await CallOf(method)();
    }

    private Func<Task> CallOf(MethodInfo method)
    {
        if (method.ReturnType.IsAssignableTo(typeof(Task)))
            return method.CreateDelegate<Func<Task>>(_instance);

        var invoker = MethodInvoker.Create(method);
        return () =>
        {
            invoker.Invoke(_instance);
            return Task.CompletedTask;
        };
    }
}
