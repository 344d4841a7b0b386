using Marianne.Worker;

return (int)await WorkerCommand.InvokeAsync(args, Console.Out, Console.Error);
