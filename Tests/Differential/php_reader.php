<?php
// Behind PHP's own server: whether a field of the form holds the attack.
$seen = false;
array_walk_recursive($_POST, function ($value) use (&$seen) {
    if (strpos($value, '<script>alert(1)</script>') !== false) $seen = true;
});
echo $seen ? 'seen' : 'unseen';
