# Execution histories in memory, as a script that runs a state machine uses them.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $fixture = "$root/tests/fixtures/peer/execution-history.json"
    Connect-Marianne -InMemory
}

AfterAll {
    Exit-TestSession
}

Describe 'A history' {
    It 'records the steps of a script' {
        $order = @{ Id = 7 }
        $h = New-ExecutionHistory -Machine orders -DataMode Copy -Snapshot
        $s = $h | Add-ExecutionStep -State validate -Data $order
        $s | Set-ExecutionStep -Status Completed -Arc ok | Should -BeNullOrEmpty
        $s.Status | Should -Be Completed
        $s.ArcTaken | Should -Be ok
        $s.History | Should -Be $h
        $s.NetworkName | Should -Be orders
        $s.Timestamp | Should -BeOfType datetime
        $s.Timestamp.Kind | Should -Be Local
        $h.EndTime | Should -BeNullOrEmpty
        $h | Complete-ExecutionHistory
        $h.Duration | Should -BeOfType timespan
    }

    It 'adds a step below the one that is piped in or specified' {
        $h = New-ExecutionHistory orders
        $a = $h | Add-ExecutionStep a
        $b = $h | Add-ExecutionStep b
        $c = $a | Add-ExecutionStep c -Network other
        $d = $c | Add-ExecutionStep d -ParentId $b.Id -Start
        $b.ParentId, $c.ParentId, $d.ParentId | Should -Be $a.Id, $a.Id, $b.Id
        $c.NetworkName | Should -Be other
        $d.Status | Should -Be InProgress
        $h.CurrentStep.Id | Should -Be $d.Id
    }

    It 'stores metrics, resources and progress' {
        $s = New-ExecutionHistory orders | Add-ExecutionStep a
        $s | Set-ExecutionStep -Metric @{ rows = 1; rate = 1.5d; list = 1, 'x'; took = [timespan]::FromSeconds(2) }
        $s | Set-ExecutionStep -Metric ([ordered]@{ rows = 2; object = [pscustomobject]@{ a = 1 } }) -ChunksProcessed 3 -RecordsProcessed 300 -Position 'x'
        $s | Set-ExecutionStep -ResourceUsage @{ llm = @{ duration = [timespan]'00:00:01.5'; tokens = 10 } }
        $s.Metrics.rows, $s.Metrics.rate, $s.Metrics.took, $s.Metrics.object.a | Should -Be 2, 1.5, 2, 1
        $s.Metrics.list | Should -Be 1, 'x'
        $s.ChunksProcessed, $s.RecordsProcessed, $s.StreamProgress.position | Should -Be 3, 300, 'x'
        $summary = $s | Measure-ExecutionHistory
        $summary.ResourceUsage.llm.TotalDuration | Should -Be 1.5
        $summary.ResourceUsage.llm.TotalCalls | Should -Be 1
        $summary.ResourceUsage.llm.Steps | Should -Be $s.Id
        $summary.StreamProgress.TotalRecords | Should -Be 300
    }

    It 'has statistics' {
        $summary = New-SampleHistory | Measure-ExecutionHistory
        $summary.FsmName, $summary.ExecutionId, "$($summary.DataMode)" | Should -Be orders, exec-1, Copy
        $summary.TotalSteps, $summary.CompletedSteps, $summary.FailedSteps, $summary.SkippedSteps | Should -Be 4, 2, 1, 1
        $summary.TreeDepth, $summary.TotalPaths | Should -Be 3, 2
        $summary.StartTime | Should -BeOfType datetime
        $summary.Duration | Should -BeNullOrEmpty
        Measure-ExecutionHistory -InputObject (New-ExecutionHistory none) | ForEach-Object TreeDepth | Should -Be 0
    }

    It 'is pruned according to its mode, and pruned steps are counted' {
        $h = New-ExecutionHistory orders -DataMode Direct -MaximumDepth 3
        1..10 | ForEach-Object { $null = $h | Add-ExecutionStep "s$_" }
        ($h | Get-ExecutionStep).StateName | Should -Be s8, s9, s10
        @($h | Get-ExecutionStep -DataMode Direct).Count | Should -Be 10
        $h.TotalSteps | Should -Be 10
    }
}

Describe 'A snapshot' {
    It 'is a deep copy that does not change' {
        $data = @{
            Plain = 1
            Nested = [ordered]@{ z = 1; a = [pscustomobject]@{ PSTypeName = 'Own.Type'; list = [Collections.Generic.List[int]](1, 2) } }
            Array = @(1, @{ deep = 'x' })
            Numbers = [int[]](1, 2)
            When = [datetime]'2026-03-01'
        }
        $copy = (New-ExecutionHistory m -Snapshot | Add-ExecutionStep a -Data $data).DataSnapshot
        $data.Plain = 2
        $data.Nested.z = 2
        $data.Nested.a.list.Add(3)
        $data.Nested.a | Add-Member new 1
        $data.Array[1].deep = 'y'
        $data.Numbers[0] = 9
        $data.Added = 1
        $copy | Should -BeOfType hashtable
        $copy.PLAIN, $copy.Nested.z, $copy.Array[1].deep, $copy.Numbers[0] | Should -Be 1, 1, 'x', 1
        @($copy.Nested.Keys) | Should -Be z, a
        $copy.Nested.a.list | Should -Be 1, 2
        $copy.Nested.a.PSObject.Properties.Name | Should -Be list
        $copy.Nested.a.PSObject.TypeNames[0] | Should -Be Own.Type
        , $copy.Numbers | Should -BeOfType int[]
        $copy.When | Should -BeOfType datetime
        $copy.Contains('Added') | Should -BeFalse
    }

    It 'of data that contains itself is an error, but shared data is allowed' {
        $h = New-ExecutionHistory m -Snapshot
        $cycle = @{}
        $cycle.self = @($cycle)
        { $h | Add-ExecutionStep a -Data $cycle -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
        $h.TotalSteps | Should -Be 0
        $shared = @{ x = 1 }
        $copy = ($h | Add-ExecutionStep a -Data @{ one = $shared; other = $shared }).DataSnapshot
        $copy.other.x | Should -Be 1
    }

    It 'depends on the mode' {
        $data = [ordered]@{ a = 1; b = 2 }
        $reference = (New-ExecutionHistory m -DataMode Reference -Snapshot | Add-ExecutionStep a -Data $data).DataSnapshot
        $reference.Type | Should -Be System.Collections.Specialized.OrderedDictionary
        $reference.Size | Should -Be 2
        $reference.Identity | Should -Be ([Runtime.CompilerServices.RuntimeHelpers]::GetHashCode($data))
        $direct = (New-ExecutionHistory m -DataMode Direct -Snapshot | Add-ExecutionStep a -Data $data).DataSnapshot
        $direct.Type | Should -Be $reference.Type
        $direct.Identity, $direct.Size | Should -Be $null, $null
        (New-ExecutionHistory m | Add-ExecutionStep a -Data $data).DataSnapshot | Should -BeNullOrEmpty
        $object = (New-ExecutionHistory m -DataMode Reference -Snapshot | Add-ExecutionStep a -Data ([pscustomobject]@{ a = 1 })).DataSnapshot
        $object.Type, $object.Size | Should -Be System.Management.Automation.PSCustomObject, 1
    }

    It 'of a live object contains its properties' {
        $copy = (New-ExecutionHistory m -Snapshot | Add-ExecutionStep a -Data (Get-Item $fixture)).DataSnapshot
        $copy.Name | Should -Be execution-history.json
        $copy.PSObject.TypeNames[0] | Should -Be Deserialized.System.IO.FileInfo
    }
}

Describe 'The steps' {
    BeforeAll {
        $h = New-SampleHistory
    }

    It 'are returned depth first' {
        ($h | Get-ExecutionStep).StateName | Should -Be validate, charge, charge, ship
    }

    It 'are selected by state, status, mode, id and path' {
        @($h | Get-ExecutionStep ch*).Count | Should -Be 2
        ($h | Get-ExecutionStep -State SHIP, val*).StateName | Should -Be validate, ship
        ($h | Get-ExecutionStep -Status Failed, Skipped).StateName | Should -Be charge, ship
        @($h | Get-ExecutionStep -DataMode Copy).Count | Should -Be 4
        $h | Get-ExecutionStep -DataMode Direct | Should -BeNullOrEmpty
        ($h | Get-ExecutionStep -CurrentPath).StateName | Should -Be validate, charge, ship
        ($h | Get-ExecutionStep -Id $h.CurrentStep.Id).StateName | Should -Be ship
        ($h | Get-ExecutionStep | Select-Object -First 1).StateName | Should -Be validate
    }

    It 'are drawn as a tree' {
        $h | Get-ExecutionStep -Tree | Should -Be @(
            'validate  Completed  -> ok'
            '+- charge  Failed  refused by the bank'
            '`- charge  Completed  -> paid'
            '   ship  Skipped  a download'
        )
    }

    It 'can be changed while they are listed' {
        $h = New-ExecutionHistory m
        1..3 | ForEach-Object { $null = $h | Add-ExecutionStep "s$_" }
        $h | Get-ExecutionStep | Set-ExecutionStep -Status Completed
        $h.CompletedSteps | Should -Be 3
        $h | Get-ExecutionStep | Add-ExecutionStep more | Out-Null
        $h.TotalSteps | Should -Be 6
    }
}

Describe 'An error' {
    BeforeAll {
        $h = New-SampleHistory
        $done = $h | Get-ExecutionStep -Status Completed | Select-Object -First 1
    }

    It 'is <Id>' -ForEach @(
        @{ Id = 'StepNotFound'; Script = { $h | Set-ExecutionStep missing -Status Completed } }
        @{ Id = 'StepNotFound'; Script = { $h | Get-ExecutionStep -Id missing } }
        @{ Id = 'StepNotFound'; Script = { $h | Add-ExecutionStep x -ParentId missing } }
        @{ Id = 'InvalidTransition'; Script = { $done | Set-ExecutionStep -Status Failed } }
        @{ Id = 'InvalidParameter'; Script = { $h | Set-ExecutionStep -Status Failed } }
        @{ Id = 'InvalidParameter'; Script = { $done | Set-ExecutionStep -Arc other } }
        @{ Id = 'InvalidParameter'; Script = { $done | Set-ExecutionStep -Metric @{ a = [double]::NaN } } }
        @{ Id = 'InvalidParameter'; Script = { $done | Set-ExecutionStep -ResourceUsage @{ llm = 3 } } }
        @{ Id = 'InvalidParameter'; Script = { $done | Set-ExecutionStep -ChunksProcessed -1 } }
        @{ Id = 'InvalidParameter'; Script = { 'text' | Get-ExecutionStep } }
        @{ Id = 'InvalidParameter'; Script = { New-ExecutionHistory m -MaximumDepth 0 } }
        @{ Id = 'NotLiveObject'; Script = { $h | ConvertTo-Deserialized | Measure-ExecutionHistory } }
        @{ Id = 'NotLiveObject'; Script = { $done | ConvertTo-Deserialized | Add-ExecutionStep x } }
        @{ Id = 'HistoryNotFound'; Script = { Import-ExecutionHistory "$TestDrive/none.json" } }
        @{ Id = 'InvalidHistory'; Script = { Import-ExecutionHistory "$root/Marianne.psd1" } }
        @{ Id = 'HistoryFileFailed'; Script = { $h | Export-ExecutionHistory "$TestDrive/no/folder.json" } }
        @{ Id = 'HistoryFileFailed'; Script = { $h | Export-ExecutionHistory $TestDrive } }
        @{ Id = 'JobNotFound'; Script = { $h | Export-ExecutionHistory -JobId missing } }
        @{ Id = 'JobNotFound'; Script = { Import-ExecutionHistory -JobId missing } }
    ) {
        $ErrorActionPreference = 'Continue'
        $errors = @(& $Script 2>&1)
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId -replace ',.*' | Should -BeExactly $Id
    }

    It 'contains the cause: <Text>' -ForEach @(
        @{ Text = '*: it is empty, or a pipe or a device. *'; Script = { $null = New-Item "$TestDrive/empty"; Import-ExecutionHistory "$TestDrive/empty" } }
        @{ Text = "*: the folder '*no' does not exist. *"; Script = { $h | Export-ExecutionHistory "$TestDrive/no/folder.json" } }
        @{ Text = 'An object of type Int32 is not an execution history. *'; Script = { 5 | Get-ExecutionStep } }
    ) {
        $ErrorActionPreference = 'Stop'
        { & $Script } | Should -Throw $Text
    }

    It 'of one input does not affect the other inputs' {
        $h = New-ExecutionHistory m
        $steps = 1..3 | ForEach-Object { $h | Add-ExecutionStep "s$_" }
        $steps[1] | Set-ExecutionStep -Status Skipped
        $steps | Set-ExecutionStep -Status Completed -ErrorAction SilentlyContinue -ErrorVariable failed
        $h.CompletedSteps | Should -Be 2
        $failed.TargetObject.Id | Should -Be $steps[1].Id
    }
}
