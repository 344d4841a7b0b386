# Tab completion of ids, names, sheets and words.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Without a store' {
    It 'returns nothing and creates no file' {
        Get-Completion 'Get-MarianneJob -Id x' | Should -BeNullOrEmpty
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'returns the error codes of runs, with their meanings' {
        $codes = Get-Completion 'Add-LearnedRecovery E10'
        $codes.CompletionText | Should -Contain E101
        $codes.CompletionText | Should -Not -Contain E201
        $codes.Where{ $_.CompletionText -eq 'E103' }.ToolTip | Should -Be 'The service is at capacity.'
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'ignores a store that cannot be read' {
        $null = New-Item "$TestDrive/home" -ItemType Directory
        Set-Content "$TestDrive/home/state.db" ('This is no database. ' * 50)
        $Error.Clear()
        Get-Completion 'Get-MarianneJob -Id x' | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Remove-Item "$TestDrive/home" -Recurse
    }
}

Describe 'With a store' {
    BeforeAll {
        Connect-Marianne -InMemory
        'build1', 'build[1]', "it's", 'with space', '-dash', 'a$b', "$([char]0x2019)curly" | ForEach-Object {
            $null = New-MarianneJob -Id $_ -Name "Name of $_" -TotalSheets 3
        }

        Set-MarianneSheet build1 2 Failed -ErrorMessage 'slow down'
    }

    AfterAll {
        Remove-Variable otherStore -Scope Global
    }

    It 'completes ids, the most recently updated first, with tooltips' {
        $results = Get-Completion 'Get-MarianneJob -Id b'
        $results.CompletionText | Should -Be build1, "'build[1]'"
        $results[0].ToolTip | Should -Be 'Pending: Name of build1'
    }

    It 'completes the keys of items' {
        $job = 'notes', 'new $x', 'old' | Invoke-MarianneJob -Name items -ForEach { if ($_ -eq 'notes') { exit 1 } } -ErrorAction Ignore
        $keys = Get-Completion "Invoke-MarianneJob -Id $($job.Id) -ItemKey n"
        $keys.CompletionText | Should -Be notes, "'new `$x'"
        $keys.ToolTip | Should -Be 'Sheet 1: Failed', 'Sheet 2: Completed'
        (Get-Completion "Get-MarianneOutput $($job.Id) -Key o").CompletionText | Should -Be old
        Get-Completion 'Get-MarianneOutput build1 -Key n' | Should -BeNullOrEmpty
        $job | Remove-MarianneJob -Confirm:$false
    }

    It 'completes <Line> to <Text>' -ForEach @(
        @{ Line = 'Remove-MarianneJob it'; Text = "'it''s'" }
        @{ Line = 'Remove-MarianneJob with'; Text = "'with space'" }
        @{ Line = "Remove-MarianneJob 'it''s"; Text = "'it''s'" }
        @{ Line = "Remove-MarianneJob 'with s"; Text = "'with space'" }
        @{ Line = 'Remove-MarianneJob "with s'; Text = "'with space'" }
        @{ Line = "Remove-MarianneJob -Id '-d"; Text = "'-dash'" }
        @{ Line = 'Set-MarianneSheet a'; Text = "'a`$b'" }
        @{ Line = 'Get-MarianneSheet *1'; Text = 'build1' }
        @{ Line = 'Get-MarianneExecution BUILD'; Text = 'build1' }
        @{ Line = 'Get-MarianneJob -Name "Name of with'; Text = "'Name of with space'" }
        @{ Line = 'Get-MarianneJob -Name "Name of build['; Text = "'Name of build``[1``]'" }
        @{ Line = 'Set-MarianneSheet build1 -Number 2'; Text = '2' }
        @{ Line = 'Set-MarianneSheet build1 1 -Status C'; Text = 'Completed' }
        @{ Line = 'Set-MarianneSheet build1 1 -ErrorCategory rate'; Text = 'rate_limit' }
        @{ Line = 'Set-MarianneSheet build1 1 -ExitReason k'; Text = 'killed' }
        @{ Line = 'Set-MarianneSheet build1 1 -OutcomeCategory success_f'; Text = 'success_first_try' }
        @{ Line = 'Get-MarianneJob -Status PausedA'; Text = 'PausedAtChain' }
    ) {
        (Get-Completion $Line)[0].CompletionText | Should -Be $Text
    }

    It 'returns a text that selects only the completed job' {
        $results = Get-Completion 'Get-MarianneJob -Id '
        $results.ListItemText | Should -Be (Get-MarianneJob).Id
        foreach ($result in $results) {
            $found = & ([scriptblock]::Create("Get-MarianneJob -Id $($result.CompletionText)"))
            $found.Id | Should -Be $result.ListItemText
        }
    }

    It 'completes the sheets of the specified job, with tooltips' {
        $results = Get-Completion 'Get-MarianneSheet -JobId build1 -Number '
        $results.CompletionText | Should -Be 1, 2, 3
        $results[1].ToolTip | Should -Be 'Failed: slow down'
        Get-Completion 'Get-MarianneSheet -JobId gone -Number ' | Should -BeNullOrEmpty
    }

    It 'leaves no error if the score does not exist' {
        $Error.Clear()
        Get-Completion 'Invoke-MarianneJob ./none.yaml -FromSheet ' | Should -BeNullOrEmpty
        Get-Completion 'Invoke-MarianneJob ./none.yaml -Parameter ' | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'reads the specified store' {
        Set-Variable otherStore (Connect-Marianne -InMemory -NoDefault) -Scope Global # Completion does not see local variables.
        $null = New-MarianneJob -Id bother -TotalSheets 1 -Store $otherStore
        (Get-Completion 'Get-MarianneJob -Store $otherStore -Id b').CompletionText | Should -Be bother
    }
}

Describe 'With thousands of jobs' {
    BeforeAll {
        Connect-Marianne "$TestDrive/many.db"
        1..2000 | ForEach-Object { [pscustomobject]@{ Id = "many-$_"; TotalSheets = 10 } } | New-MarianneJob | Out-Null
    }

    It 'returns within a short time' {
        $null = Get-Completion 'Get-MarianneJob -Id many-99'
        (Measure-Command { Get-Completion 'Get-MarianneJob -Id many-77' }).TotalMilliseconds | Should -BeLessThan 150
        (Measure-Command { Get-Completion 'Get-MarianneJob -Id nothing-like-it' }).TotalMilliseconds | Should -BeLessThan 150
        Get-Completion 'Get-MarianneJob -Id many-1' | Should -HaveCount 100
    }
}
