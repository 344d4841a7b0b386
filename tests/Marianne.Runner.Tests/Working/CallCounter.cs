using System.Reflection;

namespace Marianne.Runner.Tests.Working;

/// <summary>Counts the calls of the methods of an interface, and passes them on.</summary>
public class CallCounter : DispatchProxy
{
    private readonly Dictionary<string, int> _calls = [];
    private object _target = null!;

    /// <summary>Returns the number of calls of a method.</summary>
    public int this[string method] => _calls.GetValueOrDefault(method);

    /// <summary>Returns an object that passes the calls on to another one, and its counter.</summary>
    public static T Of<T>(T target, out CallCounter counter)
        where T : class
    {
        T proxy = Create<T, CallCounter>();
        counter = (CallCounter)(object)proxy;
        counter._target = target;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls[targetMethod!.Name] = this[targetMethod.Name] + 1;
        return targetMethod.Invoke(_target, args);
    }
}
