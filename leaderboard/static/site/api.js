"use strict";
// The API's own description, drawn by Swagger UI as it is released; nothing is fetched from elsewhere.
const place = document.getElementById("api");
SwaggerUIBundle({
  url: place.dataset.schema,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  syntaxHighlight: { activated: false },
});
