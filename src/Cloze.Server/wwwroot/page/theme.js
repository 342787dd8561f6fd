// Sets the chosen theme before anything is drawn. The choice is auto, light or dark; auto follows the system.
(function () {
  'use strict';
  try {
    const theme = localStorage.getItem('cloze-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is switched off: the system's theme it is.
  }
})();
